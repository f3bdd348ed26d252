import type { ServerServiceProps, ServiceOptions } from '../../../src/index';
import { ServerService } from '../../../src/index';
import { server } from '../fixtures';
import { struct } from '../table';
import { metadataOptions } from './metadata';

export const NETWORK_TABLE = [
  struct<ServiceOptions>('ServiceOptions', (service) => server({ service }), {}, { name: 'front', port: 8443 }),
  struct<ServerServiceProps>('ServerServiceProps', (props) => ({ chart }) => new ServerService(chart, 'service', props), {
    name: 'wardle', selectorLabels: { app: 'wardle' },
  }, {
    name: 'other', namespace: 'other', selectorLabels: { app: 'other' }, port: 8443, targetPort: 9443, targetPortName: 'secure',
  }, [metadataOptions]),
];
