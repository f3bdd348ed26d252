import type { Size } from '../bed/description';

/** One fault in the library, and the scenario that has to notice it. */
export interface Mutation {
  readonly fault: string;
  readonly file: string;
  /** Stands once in the file. */
  readonly from: string;
  readonly to: string;
  readonly size: Size;
  readonly scenario: string;
  /** The beginning of the title of the test that must turn red. */
  readonly title: string;
  /** What it then says, so that it is red for this reason. */
  readonly says: RegExp;
}

type Fault = Omit<Mutation, 'size' | 'scenario' | 'title'>;

function noticedBy(size: Size, scenario: string, title: string, ...faults: Fault[]): Mutation[] {
  return faults.map((fault) => ({ ...fault, size, scenario, title }));
}

const CONNECTION = noticedBy('control-plane', 'requests', 'the condition says that all checks passed', {
  fault: 'the certificate is for the wrong name',
  file: 'certificate/certificate-source.ts',
  from: 'return `${context.serviceName}.${context.namespace}.svc`;',
  to: 'return `${context.serviceName}.${context.namespace}`;',
  says: /not valid for any names|is valid for/,
}, {
  fault: 'the caBundle is base64 of base64',
  file: 'api/tls-verification.ts',
  from: "return { caBundle: Buffer.from(pem).toString('base64') };",
  to: "return { caBundle: Buffer.from(Buffer.from(pem).toString('base64')).toString('base64') };",
  says: /it has no condition|unable to load root certificates|service unavailable/,
}, {
  fault: 'the leaf is for clients',
  file: 'pki/extensions.ts',
  from: 'new x509.ExtendedKeyUsage([x509.id_kp_serverAuth])',
  to: 'new x509.ExtendedKeyUsage([x509.id_kp_clientAuth])',
  says: /incompatible key usage/,
}, {
  fault: 'the authority may not sign certificates',
  file: 'pki/extensions.ts',
  from: 'keyUsage(x509.KeyUsageFlags.keyCertSign + x509.KeyUsageFlags.cRLSign)',
  to: 'keyUsage(x509.KeyUsageFlags.cRLSign)',
  says: /x509/,
}, {
  fault: 'the authority may issue for no such name',
  file: 'pki/extensions.ts',
  from: 'permittedSubtrees: new x509.GeneralSubtrees(dnsNames.map(dns).map(subtree)),',
  to: 'permittedSubtrees: new x509.GeneralSubtrees(dnsNames.map((name) => dns(`x${name}`)).map(subtree)),',
  says: /not permitted by any constraint|constraint/,
}, {
  fault: 'the authority is none',
  file: 'pki/extensions.ts',
  from: 'new x509.BasicConstraints({ cA: true, pathLenConstraint: 0 })',
  to: 'new x509.BasicConstraints()',
  says: /x509/,
}, {
  fault: 'the APIService names another port than the Service has',
  file: 'extension-api-server.ts',
  from: 'servicePort: this.service.port,',
  to: 'servicePort: this.service.port + 1,',
  says: /FailedDiscoveryCheck[^]*connection refused/,
}, {
  fault: 'the APIService names another Service',
  file: 'extension-api-server.ts',
  from: 'serviceName: this.service.name,',
  to: "serviceName: 'another',",
  says: /ServiceNotFound/,
}, {
  fault: 'the server listens on another port than the Service leads to',
  file: 'workload/server-library.ts',
  from: 'args.push(`${this._profile.securePortFlag}=${securePort}`);',
  to: 'args.push(`${this._profile.securePortFlag}=${securePort + 1}`);',
  says: /connection refused/,
}, {
  fault: 'the server takes the key for the certificate',
  file: 'certificate/serving-files.ts',
  from: '${mountPath}/${certificate}`, `${privateKeyFlag}=${mountPath}/${privateKey}`',
  to: '${mountPath}/${privateKey}`, `${privateKeyFlag}=${mountPath}/${certificate}`',
  says: /has ended/,
}, {
  fault: 'the APIService has its name the wrong way round',
  file: 'api/api-service.ts',
  from: 'const name = `${props.version}.${props.group}`;',
  to: 'const name = `${props.group}.${props.version}`;',
  says: /must be `spec\.version\+"\."\+spec\.group`/,
}, {
  fault: 'the server is not told where its etcd is',
  file: 'workload/etcd-storage.ts',
  from: "        `--etcd-servers=${servers.join(',')}`,\n",
  to: '',
  says: /etcd-servers must be specified/,
}, {
  fault: 'the grant in kube-system stands in the namespace of the server',
  file: 'delegation/auth-delegation.ts',
  from: "metadata: { ...props.authReader, name, namespace: 'kube-system' },",
  to: 'metadata: { ...props.authReader, name, namespace },',
  says: /extension-apiserver-authentication/,
});

const DELEGATION = noticedBy('control-plane', 'requests', 'a user without a grant is refused', {
  fault: 'the server may not ask who may do what',
  file: 'delegation/auth-delegation.ts',
  from: "kind: 'ClusterRole', name: 'system:auth-delegator' },",
  to: "kind: 'ClusterRole', name: 'system:discovery' },",
  says: /The input did not match[^]*is forbidden/,
}, {
  fault: 'viewers may not list',
  file: 'api/api-access.ts',
  from: "const READ = ['get', 'list', 'watch'];",
  to: "const READ = ['get', 'watch'];",
  says: /the editor may list/,
});

const RIGHTS = noticedBy('control-plane', 'rights', 'with all of its rights the server misses none', {
  fault: 'the server may not read flow control',
  file: 'kubernetes/server-reads.ts',
  from: 'if (priorityAndFairness) reads.push(',
  to: 'if (!priorityAndFairness) reads.push(',
  says: /the server is ready[^]*informer-sync/,
}, {
  fault: 'the server may not read the policies of its version',
  file: 'kubernetes/server-reads.ts',
  from: '{ MutatingAdmissionPolicy: 36, ValidatingAdmissionPolicy: 30 }',
  to: '{ MutatingAdmissionPolicy: 99, ValidatingAdmissionPolicy: 99 }',
  says: /the server is ready[^]*informer-sync/,
}, {
  fault: 'the server may not read namespaces',
  file: 'kubernetes/server-reads.ts',
  from: "resources: ['namespaces'], verbs: ['get', 'list', 'watch'] }",
  to: "resources: ['configmaps'], verbs: ['get', 'list', 'watch'] }",
  says: /the server is ready[^]*informer-sync/,
});

const ORDER = noticedBy('control-plane', 'discovery', 'groups and versions stand in the order', {
  fault: 'versions stand in the reverse order',
  file: 'api/api-group.ts',
  from: '.sort(compareVersions).reverse();',
  to: '.sort(compareVersions);',
  says: /Expected values to be strictly deep-equal/,
}, {
  fault: 'a group has no priority of its own',
  file: 'api/api-service.ts',
  from: 'groupPriorityMinimum: groupPriority,',
  to: 'groupPriorityMinimum: 1000,',
  says: /Expected values to be strictly deep-equal/,
});

const TLS = noticedBy('control-plane', 'tls', 'each certificate', {
  fault: 'the name in a certificate is not checked',
  file: 'pki/check-pair.ts',
  from: '[hostNameFault(leaf, pair.hostName), leafDatesFault',
  to: '[leafDatesFault',
  says: /another name: .*"libraryAccepts":true/,
}, {
  fault: 'the dates of a certificate are not checked',
  file: 'pki/check-pair.ts',
  from: 'leafDatesFault(leaf, pair.now), usageFault(leaf)]',
  to: 'usageFault(leaf)]',
  says: /has expired: .*"libraryAccepts":true/,
}, {
  fault: 'the usage of a certificate is not checked',
  file: 'pki/check-pair.ts',
  from: ', usageFault(leaf)]',
  to: ']',
  says: /for clients only: .*"libraryAccepts":true/,
}, {
  fault: 'the issuer of a certificate is not checked',
  file: 'pki/check-pair.ts',
  from: '  if (bundle) faults.push(',
  to: '  if (!bundle) faults.push(',
  says: /another authority of the same name: .*"libraryAccepts":true/,
}, {
  fault: 'a critical extension that nobody knows is let pass',
  file: 'pki/check-pair.ts',
  from: "criticalFault(leaf, 'it'), ...unreadable]",
  to: '...unreadable]',
  says: /unknown critical extension: .*"libraryAccepts":true/,
}, {
  fault: 'the limits of an authority are not checked',
  file: 'pki/ca-limits.ts',
  from: '[usageFault(ca), pathFault(ca, below), namesFault(ca, below)]',
  to: '[pathFault(ca, below)]',
  says: /an authority for clients only: .*"libraryAccepts":true/,
}, {
  fault: 'any certificate is taken for an authority',
  file: 'pki/chain-faults.ts',
  from: '  if (!mayIssue(issuer)) {',
  to: '  if (mayIssue(issuer) && false) {',
  says: /no authority: .*"libraryAccepts":true/,
});

const OVERLAP = [
  ...noticedBy('control-plane', 'rotation', 'half of an apply, when authority and leaf rotate', {
    fault: 'no overlap: the next authority is not in the bundle yet',
    file: 'pki/issue.ts',
    from: ', issuer, authorityOf(epochs.nextAuthority)];',
    to: ', issuer];',
    says: /unknown authority/,
  }),
  ...noticedBy('control-plane', 'rotation', 'no request fails while authority and leaf rotate', {
    fault: 'no overlap: the authority before is not in the bundle any more',
    file: 'pki/issue.ts',
    from: '...epochs.previousAuthority ? [authorityOf(epochs.previousAuthority)] : []',
    to: '...[]',
    says: /requests failed[^]*unknown authority|requests failed[^]*50[023]/,
  }),
  ...noticedBy('control-plane', 'rotation', 'half of an apply, when the leaf rotates', {
    fault: 'no overlap: a new leaf is not valid before the old one ends',
    file: 'pki/epochs.ts',
    from: 'notBefore: new Date(leafStart - leafPeriod), notAfter: new Date(leafStart + 2 * leafPeriod) }',
    to: 'notBefore: new Date(leafStart + leafPeriod), notAfter: new Date(leafStart + 2 * leafPeriod) }',
    says: /expired or is not yet valid/,
  }),
];

const PODS = noticedBy('cluster', 'serving', 'the default pod starts under Pod Security "restricted"', {
  fault: 'the Service leads to a port that no container has',
  file: 'extension-api-server.ts',
  from: 'targetPortName: PORT_NAME,',
  to: "targetPortName: 'other',",
  says: /MissingEndpoints|EndpointsNotFound/,
}, {
  fault: 'the Service selects other pods',
  file: 'network/server-service.ts',
  from: 'selector: props.selectorLabels,',
  to: "selector: { ...props.selectorLabels, other: 'yes' },",
  says: /EndpointsNotFound|MissingEndpoints/,
}, {
  fault: 'the pod may gain privileges',
  file: 'workload/pod-security-level.ts',
  from: 'const RESTRICTED_CONTAINER = { allowPrivilegeEscalation: false,',
  to: 'const RESTRICTED_CONTAINER = { allowPrivilegeEscalation: true,',
  says: /EndpointsNotFound|MissingEndpoints/,
}, {
  fault: 'nothing can be written, not even below /tmp of etcd',
  file: 'workload/pod-template.ts',
  from: 'volumeMounts: volumeMounts(mounts),',
  to: 'volumeMounts: [],',
  says: /EndpointsNotFound|MissingEndpoints/,
}, {
  fault: 'the readiness probe asks for what is not there',
  file: 'workload/pod-template.ts',
  from: 'readiness = ServerProbe.https(readinessPath)',
  to: 'readiness = ServerProbe.https(`${readinessPath}-not-there`)',
  says: /MissingEndpoints/,
});

const ROLES = noticedBy('cluster', 'serving', 'the aggregated roles let viewers read', {
  fault: 'the role is handed on to nobody',
  file: 'api/api-access-roles.ts',
  from: 'rbac.authorization.k8s.io/aggregate-to-',
  to: 'rbac.authorization.k8s.io/aggregates-to-',
  says: /the roles are aggregated/,
});

const REMOVAL = noticedBy('cluster', 'removal', 'deleted in the documented order', {
  fault: 'the APIServices have not the label by which they are removed',
  file: 'bundle.ts',
  from: "outside: merge({ 'cdk8s-extension-apiserver/namespace': namespace, ...labels }),",
  to: 'outside: merge(labels),',
  says: /APIServices are left/,
});

export const MUTATIONS: Mutation[] = [...CONNECTION, ...DELEGATION, ...RIGHTS, ...ORDER, ...TLS, ...OVERLAP, ...PODS, ...ROLES, ...REMOVAL];
