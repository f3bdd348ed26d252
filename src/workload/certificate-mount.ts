import type { PodMount } from './pod-mount';
import { emptyDirMount, secretMount } from './pod-mount';
import type { ServerLibrary } from './server-library';
import type { ServerCertificate } from '../certificate/server-certificate';
import type { ServingFilesFields } from '../certificate/serving-files';
import { ServingFiles } from '../certificate/serving-files';

const DEFAULT_SELF_MADE_DIR = '/tmp';
const DEFAULT_ENTRIES = { certificate: 'tls.crt', privateKey: 'tls.key' };

/** What the server's container gets so that it finds its certificate. */
interface CertificateMount {
  readonly args: string[];
  readonly mounts: PodMount[];
}

/** Mounts the certificate as its source says, else as the server's library wants it. */
export function certificateMount(certificate: ServerCertificate | undefined, library: ServerLibrary): CertificateMount {
  const { files, selfMadeDir = DEFAULT_SELF_MADE_DIR, entries = DEFAULT_ENTRIES } = certificate?._source ?? {};
  const { servingFlags } = library._profile;
  if (certificate?.secretName === undefined) return selfMade(selfMadeDir, servingFlags);

  const fields = (files ?? ServingFiles.flags())._fields(entries);
  return {
    args: files || servingFlags ? fields.args : [],
    mounts: [secretMount('serving-certificate', certificate.secretName, fields.mountPath, items(fields, entries))],
  };
}

function selfMade(dir: string, servingFlags: boolean): CertificateMount {
  return {
    args: servingFlags ? [`--cert-dir=${dir}`] : [],
    mounts: dir === DEFAULT_SELF_MADE_DIR ? [] : [emptyDirMount('cert-dir', dir)], // /tmp is writable anyway
  };
}

function items({ fileNames }: ServingFilesFields, entries: typeof DEFAULT_ENTRIES): object[] | undefined {
  return fileNames && [{ key: entries.certificate, path: fileNames.certificate }, { key: entries.privateKey, path: fileNames.privateKey }];
}
