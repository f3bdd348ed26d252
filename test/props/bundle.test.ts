import { checkTable } from './check-table';
import { BUNDLE_TABLE } from './tables/bundle';
import { METADATA_TABLE } from './tables/metadata';
import { NETWORK_TABLE } from './tables/network';

checkTable([...BUNDLE_TABLE, ...METADATA_TABLE, ...NETWORK_TABLE]);
