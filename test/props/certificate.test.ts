import { checkTable } from './check-table';
import { CERTIFICATE_TABLE } from './tables/certificate';

checkTable(CERTIFICATE_TABLE);
