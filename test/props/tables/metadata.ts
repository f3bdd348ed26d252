import type { MetadataOptions, ObjectMetadata } from '../../../src/index';
import { server } from '../fixtures';
import { struct } from '../table';

const LABELS = { 'example.com/team': 'platform' };
const ANNOTATIONS = { 'example.com/contact': 'platform@example.com' };

export const metadataOptions = struct<MetadataOptions>('MetadataOptions', (pod) => server({ metadata: { pod } }), {}, {
  labels: LABELS, annotations: ANNOTATIONS,
});

export const objectMetadata = struct<ObjectMetadata>('ObjectMetadata', (deployment) => server({ metadata: { deployment } }), {}, {
  name: 'special',
}, [metadataOptions]);

export const METADATA_TABLE = [metadataOptions, objectMetadata];
