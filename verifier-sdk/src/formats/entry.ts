import { dateAt, daysBetween } from './dates.js';
import { parseCanonicalJson } from './json.js';
import type { Json } from './json.js';
import { Shape } from './shape.js';
import type { Read } from './shape.js';
import { changeReasons, changeStates, statusRules, successorRule } from './status-rules.js';
import type { ChangeReason, ChangeState } from './status-rules.js';
import { readAbout, readUnder } from './under.js';
import type { About, Under } from './under.js';

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
  /** With `superseded`: the day (YYYY-MM-DD, Asia/Shanghai) from which it counts; absent: at once. */
  readonly from?: string;
}

/** One record of an issuer's append-only log on the ledger, as it stands: members of later software stay in it. */
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
  /** The version of the issuer's registration by which its keys and types are judged. */
  readonly under: Under;
  /** Of the Merkle tree over what is anchored; root, size, keys, types and qr go together. */
  readonly root?: string;
  /** Leaves of the tree. */
  readonly size?: number;
  /** kids of the keys, of every use, that signed what is anchored. */
  readonly keys?: readonly string[];
  /** Codes of the anchored certificates’ types (21 characters), sorted. */
  readonly types?: readonly string[];
  /** SHA-256 (hex) of the sorted 16-byte prefixes of the anchored certificates’ QR digests. */
  readonly qr?: string;
  /** Of certificates’ statuses, sorted by certId, at most 1,000. */
  readonly changes?: readonly Change[];
  /** For software that does not know the entry’s version. */
  readonly about?: About;
}

/** An entry that anchors certificates. */
export type AnchoringEntry = Entry & Required<Pick<Entry, 'root' | 'size' | 'keys' | 'types' | 'qr'>>;

/** prev of the first record of every log. */
export const zeroHash = '0'.repeat(64);
/** The most status changes in one entry. */
export const maxChanges = 1000;
/** Characters of the longest entry, as canonical JSON. */
export const maxEntryCharacters = 256 * 1024;
/** How many days ahead of an entry a change in it may begin to count. */
export const maxDaysAhead = 366;

const shape = new Shape('RECORD_MALFORMED');
const own = (text: string): string => text;

/** Reads what names a certificate. @throws FormatError `RECORD_MALFORMED` */
export const readCertificateRef: Read<CertificateRef> = shape.members({
  issuer: shape.code18,
  cert: shape.hex32,
});

const readChange: Read<Change> = shape.members(
  { cert: shape.hex32, state: shape.one(...changeStates), reason: shape.one(...changeReasons) },
  { by: readCertificateRef, from: shape.date },
);

function change(value: Json | undefined, where: string): Change {
  const found = readChange(value, where);
  if ((successorRule(found.state) !== null) !== 'by' in found)
    throw shape.wrong(where, 'a change that names its successor where it must, and only there');
  if ('from' in found && !statusRules[found.state].dated)
    throw shape.wrong(where, 'a change that names a day only where it may');
  return found;
}

const changes = shape.sorted(change, (c) => c.cert, maxChanges, 1);
const tree = {
  root: shape.hash,
  size: shape.count,
  keys: shape.sorted(shape.kid, own, 16, 1),
  types: shape.sorted(shape.code21, own, 1000, 1),
  qr: shape.hash,
};
const readTree = shape.members(tree);
const treeMembers = Object.keys(tree);

function checkTree(o: { readonly [key: string]: Json }, where: string): void {
  // With one of them there are all.
  if (treeMembers.some((member) => member in o)) readTree(o, where);
}

/** What the changes must keep to within their entry: whose successor, and which day. */
function checkChanges({ issuer, time, changes: all = [] }: Entry, where: string): void {
  const today = dateAt(Date.parse(time));
  for (const { cert, state: to, by, from } of all) {
    if (successorRule(to) === 'same-issuer' && by?.issuer !== issuer)
      throw shape.wrong(where, `${to} by a certificate of its own issuer only`);
    if (by?.issuer === issuer && by.cert === cert)
      throw shape.wrong(where, 'free of certificates that are their own successors');
    const ahead = from === undefined ? 1 : daysBetween(today, from);
    if (ahead < 1 || ahead > maxDaysAhead)
      throw shape.wrong(where, `of changes from tomorrow to ${maxDaysAhead} days ahead`);
  }
}

/**
 * Reads an entry that was parsed as JSON; what is returned is the value itself, so that its hash stays right.
 * @throws FormatError `RECORD_MALFORMED`; `VERSION_UNKNOWN` for an entry of later software
 */
export function readEntry(value: Json | undefined, where = 'the entry'): Entry {
  const o = shape.open(value, where);
  shape.version(o['v'], `${where}.v`, 1);
  if (!('root' in o) && !('changes' in o)) throw shape.wrong(where, 'an entry with a root, changes or both');
  shape.hex32(o['network'], `${where}.network`);
  shape.ledgerName(o['channel'], `${where}.channel`);
  shape.code18(o['issuer'], `${where}.issuer`);
  shape.count(o['seq'], `${where}.seq`);
  shape.hash(o['prev'], `${where}.prev`);
  shape.instant(o['time'], `${where}.time`);
  readUnder(o['under'], `${where}.under`);
  checkTree(o, where);
  if ('changes' in o) changes(o['changes'], `${where}.changes`);
  if ('about' in o) readAbout(o['about'], `${where}.about`);
  const entry = o as unknown as Entry;
  checkChanges(entry, where);
  return entry;
}

/**
 * Reads an entry from its canonical JSON, the bytes that its hash is over.
 * @throws FormatError as {@link readEntry}, `JSON_MALFORMED`, `JSON_LIMIT`
 */
export function parseEntry(input: string | Uint8Array): Entry {
  return readEntry(parseCanonicalJson(input, { length: maxEntryCharacters, depth: 8 }));
}

/** Whether the entry anchors certificates. */
export function isAnchoring(entry: Entry): entry is AnchoringEntry {
  return entry.root !== undefined;
}
