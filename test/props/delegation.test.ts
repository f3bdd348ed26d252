import { checkTable } from './check-table';
import { DELEGATION_TABLE } from './tables/delegation';

checkTable(DELEGATION_TABLE);
