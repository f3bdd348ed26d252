import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import type { Manifests } from './manifests';
import type { Site, Tenant } from './site';

export interface Pair {
  readonly certificate: string;
  readonly key: string;
}

/** How it answers; else as a server that is well. */
export interface Behaviour {
  readonly status?: number;
  readonly seconds?: number;
  readonly headers?: { readonly [name: string]: string };
}

/** An extension API server of a few lines, for what the sample API server never does: other groups, wrong answers, odd certificates. */
export class StubServer implements Tenant {
  static async start(site: Site, { certificate, key }: Pair): Promise<StubServer> {
    const stub = new StubServer(site.port);
    stub.server.setSecureContext({ cert: certificate, key });
    await new Promise<void>((resolve) => stub.server.listen(site.port, '127.0.0.1', resolve));
    return site.adopt(stub);
  }

  behaviour: Behaviour = {};
  private readonly server: Server & { setSecureContext(pair: { cert: string; key: string }): void };
  private readonly asked: string[] = [];

  private constructor(private readonly port: number) {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  /** Serves with another certificate from now on, on new connections; the open ones end. */
  serveWith({ certificate, key }: Pair): void {
    this.server.setSecureContext({ cert: certificate, key });
    this.server.closeAllConnections();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  assertRunning(): void {} // it ends with the scenario

  lastLines(): string {
    return [`port ${this.port}, asked for:`, ...this.asked.slice(-10)].join('\n');
  }

  private async answer({ method, url = '/' }: IncomingMessage, response: ServerResponse): Promise<void> {
    this.asked.push(`${method} ${url}`);
    const { status, seconds = 0, headers = {} } = this.behaviour;
    await delay(seconds * 1000);
    const [, group, version, ...rest] = /^\/apis\/([^/]+)\/([^/?]+)(.*)$/.exec(url) ?? [];
    const isGroupVersion = group !== undefined && rest.join('') === '';
    const body = { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: `${group}/${version}`, resources: [] };
    response.writeHead(status ?? (isGroupVersion ? 200 : 404), { 'Content-Type': 'application/json', ...headers });
    response.end(isGroupVersion ? JSON.stringify(body) : '');
  }
}

/** The pair that a bundle's Secret holds. */
export function pairOf(bundle: Manifests): Pair {
  const { data } = bundle.one('Secret');
  return { certificate: decoded(data['tls.crt']), key: decoded(data['tls.key']) };
}

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}
