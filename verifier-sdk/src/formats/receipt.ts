import { maxEndorsements, maxEndorser, maxPayload } from './attestation.js';
import type { Attestation, Endorsement } from './attestation.js';
import { decodeCbor, encodeCbor } from './cbor.js';
import type { Cbor } from './cbor.js';
import { isAnchoring, parseEntry } from './entry.js';
import type { AnchoringEntry, Entry } from './entry.js';
import { FormatError } from './error.js';
import { digestMap, leafOf } from './leaf.js';
import type { Leaf } from './leaf.js';
import { recordBytes } from './records.js';

/** Inclusion proof and attestation: proves anchoring with no network (存证凭据). Unverified as parsed. */
export interface Receipt extends Leaf {
  /** Of the leaf in the entry’s tree, from 0. */
  readonly index: number;
  /** Sibling hashes, 32 bytes each, nearest first (RFC 9162 §2.1.3.1). */
  readonly path: readonly Uint8Array[];
  /** That anchors the certificate. */
  readonly entry: AnchoringEntry;
  /** That the entry stands on the ledger; unverified. */
  readonly attestation: Attestation;
}

/** What a PDF signature's receipt attribute is called: OID 2.25.311470394283957432880192237014850187361. */
export const receiptAttributeOid = '2.25.311470394283957432880192237014850187361';

const version = 2;
/** Bytes of the largest receipt that is read. */
export const maxReceiptBytes = 1024 * 1024;
const maxPath = 31;

function malformed(what: string): FormatError {
  return new FormatError('RECEIPT_MALFORMED', `not a receipt: ${what}`);
}

function check({ index, path, entry }: Pick<Receipt, 'index' | 'path'> & { entry: Entry }): AnchoringEntry {
  if (path.some((hash) => hash.length !== 32)) throw malformed('a hash has a wrong length');
  if (!isAnchoring(entry)) throw malformed('its entry anchors nothing');
  if (!Number.isSafeInteger(index) || index < 0 || index >= entry.size || path.length > maxPath) {
    throw malformed('its leaf is outside the tree');
  }
  return entry;
}

/**
 * Deterministic CBOR: `[2, certId, { 1: qr, 2: credential, 3: pdf }, index, [path], entry's canonical JSON,
 * payload, [[endorser, signature]]]`.
 * @throws FormatError `RECEIPT_MALFORMED`, `LEAF_MALFORMED`
 */
export function encodeReceipt(receipt: Omit<Receipt, 'entry'> & { readonly entry: Entry }): Uint8Array {
  const { certId, index, path, attestation } = receipt;
  const entry = recordBytes(check(receipt));
  const endorsements = attestation.endorsements.map((one) => [one.endorser, one.signature]);
  const digests = digestMap(receipt);
  return encodeCbor([version, certId, digests, index, path, entry, attestation.payload, endorsements]);
}

const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array;

function bytes(value: Cbor | undefined, max: number): Uint8Array {
  if (!isBytes(value) || value.length > max) throw malformed('a byte string is missing or too long');
  return value;
}

function list(value: Cbor | undefined, max: number): readonly Cbor[] {
  if (!Array.isArray(value) || value.length > max) throw malformed('a list is missing or too long');
  return value as readonly Cbor[];
}

function endorsement(value: Cbor): Endorsement {
  const [endorser, signature] = list(value, 2);
  return { endorser: bytes(endorser, maxEndorser), signature: bytes(signature, 144) };
}

/**
 * Reads a receipt: deterministic CBOR, bounded. Nothing of it is verified yet.
 * @param readEntry reads the entry's bytes; as {@link parseEntry} unless given
 * @throws FormatError `RECEIPT_MALFORMED` and those of its parts; `VERSION_UNKNOWN` where it, or its entry, is of
 * later software
 */
export function decodeReceipt(
  input: Uint8Array,
  readEntry: (bytes: Uint8Array) => Entry = parseEntry,
): Receipt {
  const items = list(decodeCbor(input, { length: maxReceiptBytes, depth: 3 }), 16);
  const [v, certId, digests, index, path, entry, payload, endorsements] = items;
  if (typeof v === 'number' && v > version)
    throw new FormatError('VERSION_UNKNOWN', `a receipt of version ${v}`);
  if (v !== version || items.length !== 8) throw malformed('its parts');
  if (typeof index !== 'number') throw malformed('its index');
  const read = {
    ...leafOf(certId, digests),
    index,
    path: list(path, maxPath).map((hash) => bytes(hash, 32)),
    entry: readEntry(bytes(entry, maxReceiptBytes)),
  };
  const attestation: Attestation = {
    payload: bytes(payload, maxPayload),
    endorsements: list(endorsements, maxEndorsements).map(endorsement),
  };
  return { ...read, entry: check(read), attestation };
}
