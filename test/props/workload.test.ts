import { checkTable } from './check-table';
import { WORKLOAD_TABLE } from './tables/workload';

checkTable(WORKLOAD_TABLE);
