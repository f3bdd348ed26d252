import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProcess, versionOf } from './processes.mjs';

/**
 * Other ways to the same bundle, as far as they are installed here. Each is a name, a version (none where it is not here) and a whole
 * run, from the program's start to its end.
 *
 * @param yaml the bundle with a certificate, as the hand-written app writes it
 * @param pem the folder with that certificate
 * @param folder where to put a chart and a kustomization
 */
export async function rivals(yaml, pem, folder) {
  const helm = process.env.HELM || 'helm';
  const chart = helmChart(yaml, join(folder, 'chart'));
  const kustomization = kustomize(yaml, pem, join(folder, 'kustomization'));
  return [
    {
      name: 'helm template, genCA',
      version: await versionOf(helm, ['version', '--short']),
      run: () => runProcess(helm, ['template', 'wardle', chart]),
    },
    {
      name: 'kubectl kustomize, certificate from files',
      version: await versionOf('kubectl', ['version', '--client']),
      run: () => runProcess('kubectl', ['kustomize', kustomization]),
    },
  ];
}

/** A chart that issues a CA and a certificate each time it is rendered. */
function helmChart(yaml, folder) {
  mkdirSync(join(folder, 'templates'), { recursive: true });
  writeFileSync(join(folder, 'Chart.yaml'), 'apiVersion: v2\nname: wardle\nversion: 1.0.0\n');
  const issue = [
    '{{- $ca := genCA "wardle-ca" 365 -}}',
    '{{- $host := "wardle-0.wardle-0.svc" -}}',
    '{{- $leaf := genSignedCert $host nil (list $host (printf "%s.cluster.local" $host)) 90 $ca -}}',
  ];
  const template = yaml
    .replace(/^( *)(caBundle|ca\.crt): .*/gm, '$1$2: {{ $ca.Cert | b64enc }}')
    .replace(/^( *)tls\.crt: .*/gm, '$1tls.crt: {{ $leaf.Cert | b64enc }}')
    .replace(/^( *)tls\.key: .*/gm, '$1tls.key: {{ $leaf.Key | b64enc }}');
  writeFileSync(join(folder, 'templates/bundle.yaml'), `${issue.join('\n')}\n${template}`);
  return folder;
}

/** The same objects; the Secret is generated from the files of a certificate that exists. */
function kustomize(yaml, pem, folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'bundle.yaml'), yaml.split(/^---\n/m).filter((manifest) => !/^kind: Secret$/m.test(manifest)).join('---\n'));
  const files = ['ca.crt', 'tls.crt', 'tls.key'];
  for (const file of files) copyFileSync(join(pem, file), join(folder, file)); // it reads nothing outside its folder
  writeFileSync(join(folder, 'kustomization.yaml'), [
    'resources: [bundle.yaml]',
    'secretGenerator:',
    '  - name: wardle-0-serving-certificate',
    '    namespace: wardle-0',
    '    type: kubernetes.io/tls',
    `    files: [${files.join(', ')}]`,
    '',
  ].join('\n'));
  return folder;
}
