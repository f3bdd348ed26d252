export interface KeyFiles {
  readonly certificate: string;
  readonly key: string;
}

/** The text of a kubeconfig for somebody with a certificate or a token. */
export function kubeconfig(server: string, authorityFile: string, credentials: KeyFiles | { readonly token: string }): string {
  const user = 'token' in credentials ? { token: credentials.token } : { 'client-certificate': credentials.certificate, 'client-key': credentials.key };
  return JSON.stringify({
    'apiVersion': 'v1',
    'kind': 'Config',
    'clusters': [{ name: 'e2e', cluster: { server, 'certificate-authority': authorityFile } }],
    'users': [{ name: 'user', user }],
    'contexts': [{ name: 'e2e', context: { cluster: 'e2e', user: 'user' } }],
    'current-context': 'e2e',
  });
}
