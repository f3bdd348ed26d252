import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Made {
  readonly pem: string;
  readonly key: string;
}

export interface ToMake {
  readonly subject: string;
  readonly extensions?: string[];
  /** Without one it is self-signed. */
  readonly issuer?: Made;
  readonly days?: number;
  /** A key to use again. */
  readonly key?: string;
}

export const CA = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign', 'subjectKeyIdentifier=hash'];

/** Makes certificates with the openssl command, in a directory that `close` removes: no key is ever committed. */
export class Workshop {
  readonly directory = mkdtempSync(join(tmpdir(), 'pki-test-'));
  private files = 0;

  close(): void {
    rmSync(this.directory, { recursive: true });
  }

  openssl(...args: string[]): string {
    return execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  opensslBytes(...args: string[]): Buffer {
    return execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  }

  file(content: string): string {
    const path = join(this.directory, `${this.files++}`);
    writeFileSync(path, content);
    return path;
  }

  key(): string {
    return this.openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256');
  }

  make({ subject, extensions = [], issuer, days = 30, key = this.key() }: ToMake): Made {
    const config = this.file(['[req]', 'distinguished_name=dn', '[dn]', '[ext]', ...extensions].join('\n'));
    const signer = issuer ? ['-CA', this.file(issuer.pem), '-CAkey', this.file(issuer.key)] : [];
    const pem = this.openssl('req', '-x509', '-config', config, '-extensions', 'ext', '-subj', subject, '-days', `${days}`, '-key', this.file(key), ...signer);
    return { pem, key };
  }

  /** As a client of the aggregator would verify it; throws what openssl says. */
  verify(bundle: string, certificate: string, hostName: string, at: Date): string {
    const options = ['-x509_strict', '-purpose', 'sslserver', '-verify_hostname', hostName, '-attime', `${Math.floor(at.getTime() / 1000)}`];
    return this.openssl('verify', ...options, '-CAfile', this.file(bundle), this.file(certificate));
  }
}
