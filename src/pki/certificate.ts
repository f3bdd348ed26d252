import { createHmac } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, type Extension, Extensions, SubjectPublicKeyInfo, TBSCertificate, Time, Validity, Version } from '@peculiar/asn1-x509';
import { BIT_STRING, encodeElement, SEQUENCE } from './der';
import { type DistinguishedName, encodeName } from './name';
import { sign } from './sign';

const ID_EC_PUBLIC_KEY = '1.2.840.10045.2.1';
const ID_ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const DER_OF_ID_P256 = Buffer.from('06082a8648ce3d030107', 'hex');

const SERIAL_OCTETS = 16;
/** Keeps the place of the serial number, which is the first field of variable content. */
const NO_SERIAL = Buffer.alloc(SERIAL_OCTETS, 0x40);
const ECDSA_WITH_SHA256 = Buffer.from(AsnConvert.serialize(new AlgorithmIdentifier({ algorithm: ID_ECDSA_WITH_SHA256 })));
const NO_UNUSED_BITS = Buffer.of(0);

/** What a certificate says, but for its serial number. */
export interface CertificateContent {
  readonly subject: DistinguishedName;
  readonly issuer: DistinguishedName;
  readonly point: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly extensions: Extension[];
}

/** Encodes and signs a certificate, in DER. */
export function encodeCertificate(content: CertificateContent, signingScalar: Uint8Array, serialKey: Uint8Array): Buffer {
  const tbs = encodeContent(content);
  // the serial number follows from all other fields, since one issuer must not use a number for two contents
  const serial = serialNumber(createHmac('sha256', serialKey).update(tbs).digest());
  serial.copy(tbs, tbs.indexOf(NO_SERIAL));

  // joined by hand: the schema would encode everything again, which is slow
  const signature = encodeElement(BIT_STRING, NO_UNUSED_BITS, sign(tbs, signingScalar));
  return encodeElement(SEQUENCE, tbs, ECDSA_WITH_SHA256, signature);
}

/** 01 as the first bits makes it positive and of constant length. */
function serialNumber(mac: Buffer): Buffer {
  const serial = mac.subarray(0, SERIAL_OCTETS);
  serial[0] = 0x40 + serial[0] % 0x40;
  return serial;
}

function encodeContent(content: CertificateContent): Buffer {
  const tbs = new TBSCertificate({
    version: Version.v3,
    serialNumber: arrayBuffer(NO_SERIAL),
    signature: new AlgorithmIdentifier({ algorithm: ID_ECDSA_WITH_SHA256 }),
    issuer: encodeName(content.issuer),
    validity: validity(content.notBefore, content.notAfter),
    subject: encodeName(content.subject),
    subjectPublicKeyInfo: new SubjectPublicKeyInfo({
      algorithm: new AlgorithmIdentifier({ algorithm: ID_EC_PUBLIC_KEY, parameters: arrayBuffer(DER_OF_ID_P256) }),
      subjectPublicKey: arrayBuffer(content.point),
    }),
    extensions: new Extensions(content.extensions),
  });
  return Buffer.from(AsnConvert.serialize(tbs));
}

function validity(notBefore: Date, notAfter: Date): Validity {
  const both = new Validity();
  both.notBefore = time(notBefore);
  both.notAfter = time(notAfter);
  return both;
}

/** UTCTime has two digits for the year, 50 to 49. */
function time(date: Date): Time {
  const year = date.getUTCFullYear();
  return new Time(year >= 1950 && year <= 2049 ? { utcTime: date } : { generalTime: date });
}

function arrayBuffer(octets: Uint8Array): ArrayBuffer {
  return new Uint8Array(octets).buffer;
}
