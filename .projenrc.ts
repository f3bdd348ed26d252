import { cdk8s, javascript } from 'projen';

const project = new cdk8s.ConstructLibraryCdk8s({
  name: 'cdk8s-extension-apiserver',
  description: 'An extension (aggregated) Kubernetes API server from typed code: Deployment, Service, serving certificate, RBAC delegation and APIServices as one checked bundle.',
  author: 'cdk8s-extension-apiserver authors',
  authorAddress: 'authors@example.com',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/example/cdk8s-extension-apiserver.git',
  keywords: ['cdk8s', 'kubernetes', 'apiserver', 'apiservice', 'aggregation-layer'],
  defaultReleaseBranch: 'main',
  projenrcTs: true,
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.16.0',

  // compiler
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',

  // projen pins the development copies of the peers to these minimums
  cdk8sVersion: '2.68.12',
  constructsVersion: '10.5.0',
  peerDeps: ['cdk8s-plus-27@^2.9.5'],
  devDeps: ['@types/node@^20', 'cdk8s-cli@^2.207.0', 'fast-check@^4', 'tsx@^4', 'kubernetes-models@^4.5.1', 'yaml@^2'],
  // not jsii modules: shipped inside the tarball, kept out of the public API, required when needed
  bundledDeps: ['@noble/curves@~1.9.0', '@peculiar/asn1-schema', '@peculiar/asn1-x509', 'fastest-levenshtein'],

  // targets: package names only, nothing is published from here
  publishToPypi: { distName: 'cdk8s-extension-apiserver', module: 'cdk8s_extension_apiserver' },
  publishToMaven: { javaPackage: 'org.example.extensionapiserver', mavenGroupId: 'org.example', mavenArtifactId: 'cdk8s-extension-apiserver' },
  publishToGo: { moduleName: 'github.com/example/cdk8s-extension-apiserver-go' },

  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: { coverageProvider: 'babel' },
  },
  eslintOptions: { dirs: ['src'], devdirs: ['test', 'examples', 'bench'], commandOptions: { fix: false } },
  npmIgnoreOptions: { ignorePatterns: ['/examples/', '/bench/', '/rosetta/', '/.ci/', '*.log'] },

  sampleCode: false,
  github: false,
  release: false,
  buildWorkflow: false,
  depsUpgrade: false,
});

// some platform bindings of 1.13.0 are missing from the registry, which breaks `npm ci`
project.package.addPackageResolutions('unrs-resolver@1.12.2');

project.synth();
