import { ServiceAccount } from 'cdk8s-plus-27';
import type {
  AuthDelegationProps, NonResourceRuleOptions, ResourceRuleOptions, ServerRoleOptions, ServerRolesProps, ServerServiceAccountProps,
} from '../../../src/index';
import { AuthDelegation, PolicyRule, ServerRole, ServerRoles, ServerServiceAccount } from '../../../src/index';
import { server } from '../fixtures';
import type { Site } from '../site';
import { between, factories, struct } from '../table';
import { metadataOptions } from './metadata';

const PODS = { resources: ['pods'], verbs: ['get'] };
const METRICS = { urls: ['/metrics'], verbs: ['get'] };
const RULES = [PolicyRule.resources(PODS)];

const LABELLED = { labels: { 'example.com/team': 'platform' } };

const withRole = (role: ServerRole | undefined) => server({ serverRoles: role && [role] });
const withRule = (rule: PolicyRule | undefined) => withRole(ServerRole.clusterRole('wardle-reads', [rule as PolicyRule]));

const delegation = (props: AuthDelegationProps) => ({ chart }: Site) => new AuthDelegation(chart, 'delegation', props);
const newAccount = (props: ServerServiceAccountProps) => ({ chart }: Site) => new ServerServiceAccount(chart, 'account', props);

export const serviceAccount = ({ chart }: Site) => ServiceAccount.fromServiceAccountName(chart, 'account', 'made-elsewhere');

export const DELEGATION_TABLE = [
  struct<AuthDelegationProps>('AuthDelegationProps', delegation, { serviceAccountName: 'wardle' }, {
    serviceAccountName: 'other',
    serviceAccount: between<AuthDelegationProps>({}, { serviceAccountName: undefined, serviceAccount }),
    namespace: 'other',
    kubeSystemChart: ({ other }) => other,
    authDelegator: { name: 'wardle-delegates' },
    authReader: { name: 'wardle-reads', labels: { 'example.com/team': 'platform' } },
  }),
  struct<ServerRolesProps>('ServerRolesProps', (props) => ({ chart }) => new ServerRoles(chart, 'roles', props), {
    roles: [ServerRole.clusterRole('wardle', RULES)], serviceAccountName: 'wardle',
  }, {
    roles: [ServerRole.existingClusterRole('view')], serviceAccountName: 'other', namespace: 'other',
  }, [metadataOptions]),
  struct<ServerServiceAccountProps>('ServerServiceAccountProps', newAccount, { name: 'wardle' }, {
    name: 'other', namespace: 'other',
  }, [metadataOptions]),
  struct<ServerRoleOptions>('ServerRoleOptions', (options) => withRole(ServerRole.clusterRole('wardle-reads', RULES, options)), {}, {
    bindingName: 'wardle-binding',
  }, [metadataOptions]),
  struct<ResourceRuleOptions>('ResourceRuleOptions', (options) => withRule(PolicyRule.resources(options)), PODS, {
    resources: ['nodes'], verbs: ['list'], apiGroups: ['apps'], resourceNames: ['one'],
  }),
  struct<NonResourceRuleOptions>('NonResourceRuleOptions', (options) => withRule(PolicyRule.nonResourceUrls(options)), METRICS, {
    urls: ['/healthz/*'], verbs: ['post'],
  }),

  factories(PolicyRule, withRule, PolicyRule.resources({ ...PODS, verbs: ['list'] }), { resources: [PODS], nonResourceUrls: [METRICS] }),
  factories(ServerRole, withRole, undefined, {
    clusterRole: ['wardle-reads', RULES, LABELLED], role: ['wardle-reads', 'kube-system', RULES, LABELLED], existingClusterRole: ['view', LABELLED],
  }),
];
