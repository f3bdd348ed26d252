import type { Entry } from '../table';
import { API_TABLE } from './api';
import { BUNDLE_TABLE } from './bundle';
import { CERTIFICATE_TABLE } from './certificate';
import { DELEGATION_TABLE } from './delegation';
import { METADATA_TABLE } from './metadata';
import { NETWORK_TABLE } from './network';
import { WORKLOAD_TABLE } from './workload';

/** Every struct and every class with static factories. */
export const TABLE: Entry[] = [
  ...API_TABLE, ...BUNDLE_TABLE, ...CERTIFICATE_TABLE, ...DELEGATION_TABLE, ...METADATA_TABLE, ...NETWORK_TABLE, ...WORKLOAD_TABLE,
];
