import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import type { BedDescription } from '../bed/description';

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

export interface Watch {
  /** The types of the events so far, bookmarks left out. */
  types(): string[];
  close(): void;
}

export interface Identity {
  readonly withCertificate?: boolean;
  readonly verify?: boolean;
}

const LONGEST_MILLISECONDS = 15_000;

/** Plain HTTP requests with the administrator's certificate, where kubectl says too little or starts too slowly. */
export class HttpClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 32 });
  private readonly certificate: { cert: Buffer; key: Buffer };
  private readonly authority: Buffer;

  constructor(private readonly bed: Pick<BedDescription, 'server' | 'administrator' | 'authorityFile'>) {
    const { certificate, key } = bed.administrator;
    this.certificate = { cert: readFileSync(certificate), key: readFileSync(key) };
    this.authority = readFileSync(bed.authorityFile);
  }

  get(path: string, headers: { [name: string]: string } = {}, identity: Identity = {}): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const asked = this.ask(path, headers, identity, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text) => { body += text; }).on('end', () => resolve({ status: response.statusCode!, body })).on('error', reject);
      });
      asked.setTimeout(LONGEST_MILLISECONDS, () => asked.destroy(new Error(`no answer in ${LONGEST_MILLISECONDS} ms`)));
      asked.on('error', reject);
    });
  }

  /** Follows a list. */
  watch(path: string): Watch {
    let text = '';
    const asked = this.ask(`${path}?watch=true`, {}, {}, (response) => {
      response.setEncoding('utf8').on('data', (part) => { text += part; }).on('error', () => {});
    });
    asked.on('error', () => {});
    return {
      types: () => text.split('\n').slice(0, -1).map((line) => JSON.parse(line).type).filter((type) => type !== 'BOOKMARK'),
      close: () => asked.destroy(),
    };
  }

  close(): void {
    this.agent.destroy();
  }

  private ask(
    path: string,
    headers: { [name: string]: string },
    { withCertificate = true, verify = true }: Identity,
    take: (response: IncomingMessage) => void,
  ) {
    const identity = withCertificate ? this.certificate : {};
    const agent = withCertificate ? this.agent : undefined;
    return request(`${this.bed.server}${path}`, { agent, ca: this.authority, rejectUnauthorized: verify, ...identity, headers }, take).end();
  }
}
