import type {
  AggregatedAccessOptions, ApiAccessOptions, ApiAccessRolesProps, ApiGroupOptions, ApiServiceProps, ApiVersionOptions, GrantedAccessOptions,
  InsecureSkipOptions,
} from '../../../src/index';
import { ApiAccess, ApiAccessRoles, ApiGroup, ApiService, ApiVersion, Subject, TlsVerification, UserRole } from '../../../src/index';
import { apiService, CA_PEM, FILES, OTHER_CA_PEM, server, UNVERIFIED } from '../fixtures';
import { factories, struct } from '../table';
import { metadataOptions } from './metadata';

const RESOURCES = { resources: ['flunders'] };
const EVERYBODY = [Subject.group('system:authenticated')];
const GROUPS = [ApiGroup.of('wardle.example.com', 'v1'), ApiGroup.of('other.example.com', 'v1')];

const withAccess = (access: ApiAccess | undefined) => server({ apis: GROUPS, access: access && [access] });
const granted = (subject: Subject | undefined) => withAccess(ApiAccess.granted({ ...RESOURCES, subjects: [subject as Subject] }));
const aggregated = (options: AggregatedAccessOptions) => withAccess(ApiAccess.aggregated(options));
const withGroup = (group: ApiGroup | undefined) => server({ apis: [group as ApiGroup] });
const withGroupOptions = (options: ApiGroupOptions) => withGroup(ApiGroup.withOptions('wardle.example.com', options));
const withVersion = (version: ApiVersion | undefined) => withGroup(ApiGroup.withOptions('wardle.example.com', { versions: [version as ApiVersion] }));

const accessOptions = struct<ApiAccessOptions>('ApiAccessOptions', (options) => withAccess(ApiAccess.viewAndEdit(options)), RESOURCES, {
  resources: ['fischers', 'flunders/status'], apiGroups: ['other.example.com'], name: 'wardle-users',
}, [metadataOptions]);

export const API_TABLE = [
  accessOptions,
  struct<AggregatedAccessOptions>('AggregatedAccessOptions', aggregated, { ...RESOURCES, to: [UserRole.VIEW] }, {
    to: [UserRole.EDIT, UserRole.ADMIN], verbs: ['get'],
  }, [accessOptions]),
  struct<GrantedAccessOptions>('GrantedAccessOptions', (options) => withAccess(ApiAccess.granted(options)), { ...RESOURCES, subjects: EVERYBODY }, {
    subjects: [Subject.user('jane')], verbs: ['get'], bindingName: 'wardle-binding', namespaces: ['team-a', 'team-b'],
  }, [accessOptions]),
  struct<ApiAccessRolesProps>('ApiAccessRolesProps', (props) => ({ chart }) => new ApiAccessRoles(chart, 'roles', props), {
    access: ApiAccess.granted({ ...RESOURCES, subjects: EVERYBODY }), apiGroups: ['wardle.example.com'], namePrefix: 'wardle',
  }, {
    access: ApiAccess.viewAndEdit(RESOURCES), apiGroups: ['other.example.com'], namePrefix: 'other',
  }, [metadataOptions]),
  struct<ApiGroupOptions>('ApiGroupOptions', withGroupOptions, { versions: [ApiVersion.of('v1')] }, {
    versions: [ApiVersion.of('v1'), ApiVersion.of('v2')], groupPriorityMinimum: 1500,
  }),
  struct<ApiVersionOptions>('ApiVersionOptions', (options) => withVersion(ApiVersion.of('v1', options)), {}, { versionPriority: 99 }),
  struct<ApiServiceProps>('ApiServiceProps', (props) => ({ chart }) => new ApiService(chart, 'api', props), {
    group: 'wardle.example.com', version: 'v1', serviceName: 'wardle', verification: UNVERIFIED,
  }, {
    group: 'other.example.com',
    version: 'v2',
    groupPriorityMinimum: 1500,
    versionPriority: 99,
    serviceName: 'other',
    serviceNamespace: 'other',
    servicePort: 8443,
    verification: TlsVerification.caBundle(CA_PEM),
  }, [metadataOptions]),
  struct<InsecureSkipOptions>('InsecureSkipOptions', (options) => apiService(TlsVerification.insecureSkip(options)), { reason: 'a test' }, {
    reason: 'another test',
  }),

  factories(ApiAccess, withAccess, undefined, {
    viewAndEdit: [RESOURCES], aggregated: [{ ...RESOURCES, to: [UserRole.ADMIN] }], granted: [{ ...RESOURCES, subjects: EVERYBODY }],
  }),
  factories(ApiGroup, withGroup, ApiGroup.of('wardle.example.com', 'v1'), {
    of: ['wardle.example.com', 'v2', 'v1beta1'],
    withOptions: ['wardle.example.com', { versions: [ApiVersion.of('v1', { versionPriority: 7 })] }],
  }),
  factories(ApiVersion, withVersion, ApiVersion.of('v1'), { of: ['v2', { versionPriority: 7 }] }),
  factories(Subject, granted, Subject.user('jane'), { user: ['joe'], group: ['auditors'], serviceAccount: ['collector', 'monitoring'] }),
  factories(TlsVerification, apiService, TlsVerification.caBundle(OTHER_CA_PEM), {
    caBundle: [CA_PEM], caBundleFile: [FILES.ca], insecureSkip: [{ reason: 'a test' }],
  }),
];
