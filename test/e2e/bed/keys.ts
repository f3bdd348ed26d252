import { createPublicKey } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyFiles } from './kubeconfig';
import { kubeconfig } from './kubeconfig';
import type { Made } from '../../support/workshop';
import { CA, Workshop } from '../../support/workshop';

/** The certificates of a control plane, made with openssl: nothing that they prove depends on this library. */
export class Keys {
  private readonly workshop = new Workshop();
  private readonly authority = this.workshop.make({ subject: '/CN=cluster', extensions: CA });
  /** Differs from the cluster's authority, as kube-apiserver demands: who has a certificate of this one may name any user. */
  private readonly frontProxyAuthority = this.workshop.make({ subject: '/CN=front-proxy', extensions: CA });
  readonly authorityFile: string;
  readonly frontProxyAuthorityFile: string;

  constructor(private readonly directory: string) {
    this.authorityFile = this.write('ca.crt', this.authority.pem);
    this.frontProxyAuthorityFile = this.write('front-proxy-ca.crt', this.frontProxyAuthority.pem);
  }

  close(): void {
    this.workshop.close();
  }

  /** A server's pair. */
  server(name: string, ...alternativeNames: string[]): KeyFiles {
    const extensions = [`subjectAltName=${alternativeNames.join(',')}`, 'extendedKeyUsage=serverAuth'];
    return this.pair(name, this.workshop.make({ subject: `/CN=${name}`, extensions, issuer: this.authority }));
  }

  /** A user's pair, whose groups are the organizations of the certificate. */
  client(user: string, ...groups: string[]): KeyFiles {
    const subject = [...groups.map((group) => `/O=${group}`), `/CN=${user}`].join('');
    return this.pair(user.replaceAll(/[^a-z0-9-]/g, '-'), this.workshop.make({ subject, extensions: ['extendedKeyUsage=clientAuth'], issuer: this.authority }));
  }

  /** The pair by which kube-apiserver shows itself to extension API servers. */
  frontProxyClient(): KeyFiles {
    const made = this.workshop.make({ subject: '/CN=front-proxy-client', extensions: ['extendedKeyUsage=clientAuth'], issuer: this.frontProxyAuthority });
    return this.pair('front-proxy-client', made);
  }

  /** What signs ServiceAccount tokens: the private and the public key. */
  serviceAccountSigner(): { readonly key: string; readonly publicKey: string } {
    const key = this.workshop.key();
    return { key: this.write('service-account.key', key), publicKey: this.write('service-account.pub', publicHalf(key)) };
  }

  /** A kubeconfig for somebody with a certificate. */
  kubeconfig(name: string, server: string, credentials: KeyFiles): string {
    return this.write(`${name}.kubeconfig`, kubeconfig(server, this.authorityFile, credentials));
  }

  private pair(name: string, made: Made): KeyFiles {
    return { certificate: this.write(`${name}.crt`, made.pem), key: this.write(`${name}.key`, made.key) };
  }

  private write(name: string, content: string): string {
    const path = join(this.directory, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  }
}

function publicHalf(key: string): string {
  return createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
}
