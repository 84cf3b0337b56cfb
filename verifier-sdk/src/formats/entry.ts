import { parseCanonicalJson } from './json.js';
import type { Json } from './json.js';
import { Shape } from './shape.js';
import { changeReasons, changeStates, successorRule } from './status-rules.js';
import type { ChangeReason, ChangeState } from './status-rules.js';

/** Names a certificate of an issuer; certId in hex. */
export interface CertificateRef {
  /** GB 32100 code, 18 characters. */
  readonly issuer: string;
  /** certId, 16 bytes, hex. */
  readonly cert: string;
}

/** One change of one certificate's status. */
export interface Change {
  /** certId, 16 bytes, hex. */
  readonly cert: string;
  /** What becomes of the certificate. */
  readonly state: ChangeState;
  /** Why, from the closed list. */
  readonly reason: ChangeReason;
  /** The successor: with `superseded` (same issuer) and `transferred`. */
  readonly by?: CertificateRef;
}

/** One record of an issuer's append-only log on the ledger. */
export interface Entry {
  /** Version of the record format; 1: SHA-256 and ES256. */
  readonly v: 1;
  /** The network’s random id: 16 bytes, hex. */
  readonly network: string;
  /** Name of the Fabric channel. */
  readonly channel: string;
  /** GB 32100 code, 18 characters. */
  readonly issuer: string;
  /** Place in its log, from 1. */
  readonly seq: number;
  /** SHA-256 (hex) of the record before; 64 zeros in the first. */
  readonly prev: string;
  /** RFC 3339 UTC with milliseconds, by the writer’s clock, within the window that the contract allows. */
  readonly time: string;
  /** Of the batch's Merkle tree; root, size, keys, types and qr go together. */
  readonly root?: string;
  /** Leaves of the batch’s tree. */
  readonly size?: number;
  /** kids (16 hex digits) of the keys that signed the batch, sorted. */
  readonly keys?: readonly string[];
  /** Codes of the batch’s certificate types (21 characters), sorted. */
  readonly types?: readonly string[];
  /** SHA-256 (hex) of the sorted 16-byte prefixes of the batch’s QR digests. */
  readonly qr?: string;
  /** Of certificates’ statuses, sorted by certId, at most 1,000. */
  readonly changes?: readonly Change[];
}

/** An entry that anchors a batch. */
export type AnchoringEntry = Entry & Required<Pick<Entry, 'root' | 'size' | 'keys' | 'types' | 'qr'>>;

/** prev of the first record of every log. */
export const zeroHash = '0'.repeat(64);
/** The most status changes in one entry. */
export const mostChanges = 1000;

const shape = new Shape('RECORD_MALFORMED');
const own = (text: string): string => text;

function certificateRef(value: Json | undefined, where: string): CertificateRef {
  const o = shape.object(value, where, ['issuer', 'cert']);
  return {
    issuer: shape.code18(o['issuer'], `${where}.issuer`),
    cert: shape.hex32(o['cert'], `${where}.cert`),
  };
}

const state = shape.one(...changeStates);
const reason = shape.one(...changeReasons);

function change(value: Json | undefined, where: string): Change {
  const o = shape.object(value, where, ['cert', 'state', 'reason', 'by']);
  const found = {
    cert: shape.hex32(o['cert'], `${where}.cert`),
    state: state(o['state'], `${where}.state`),
    reason: reason(o['reason'], `${where}.reason`),
  };
  const named = successorRule(found.state) !== null;
  if (named !== 'by' in o)
    throw shape.wrong(where, 'a change that names its successor where it must, and only there');
  return named ? { ...found, by: certificateRef(o['by'], `${where}.by`) } : found;
}

const kids = shape.sorted(shape.kid, own, 100, 1);
const types = shape.sorted(shape.code21, own, 1000, 1);
const changes = shape.sorted(change, (c) => c.cert, mostChanges, 1);
const batchMembers = ['root', 'size', 'keys', 'types', 'qr'];
const members = ['v', 'network', 'channel', 'issuer', 'seq', 'prev', 'time', ...batchMembers, 'changes'];

function batch(o: { readonly [key: string]: Json }, where: string): Partial<Entry> {
  const present = batchMembers.filter((member) => member in o).length;
  if (present === 0) return {};
  if (present < batchMembers.length)
    throw shape.wrong(where, 'an entry with all of root, size, keys, types and qr');
  return {
    root: shape.hash(o['root'], `${where}.root`),
    size: shape.count(o['size'], `${where}.size`),
    keys: kids(o['keys'], `${where}.keys`),
    types: types(o['types'], `${where}.types`),
    qr: shape.hash(o['qr'], `${where}.qr`),
  };
}

/**
 * Reads an entry that was parsed as JSON.
 * @throws FormatError `RECORD_MALFORMED`
 */
export function readEntry(value: Json | undefined, where = 'the entry'): Entry {
  const o = shape.object(value, where, members);
  if (!('root' in o) && !('changes' in o)) throw shape.wrong(where, 'an entry with a root, changes or both');
  const entry: Entry = {
    v: shape.one(1)(o['v'], `${where}.v`),
    network: shape.hex32(o['network'], `${where}.network`),
    channel: shape.ledgerName(o['channel'], `${where}.channel`),
    issuer: shape.code18(o['issuer'], `${where}.issuer`),
    seq: shape.count(o['seq'], `${where}.seq`),
    prev: shape.hash(o['prev'], `${where}.prev`),
    time: shape.instant(o['time'], `${where}.time`),
    ...batch(o, where),
    ...('changes' in o ? { changes: changes(o['changes'], `${where}.changes`) } : {}),
  };
  for (const { state: to, by } of entry.changes ?? []) {
    if (successorRule(to) === 'same-issuer' && by?.issuer !== entry.issuer)
      throw shape.wrong(where, `${to} by a certificate of its own issuer only`);
  }
  return entry;
}

/**
 * Reads an entry from its canonical JSON, the bytes that its hash is over.
 * @throws FormatError `JSON_MALFORMED` or `RECORD_MALFORMED`
 */
export function parseEntry(input: string | Uint8Array): Entry {
  return readEntry(parseCanonicalJson(input, { length: 1024 * 1024, depth: 8 }));
}

/** Whether the entry anchors a batch. */
export function isAnchoring(entry: Entry): entry is AnchoringEntry {
  return entry.root !== undefined;
}
