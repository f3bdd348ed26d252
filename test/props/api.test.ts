import { checkTable } from './check-table';
import { API_TABLE } from './tables/api';

checkTable(API_TABLE);
