import { canonicalJson } from '../canonical/json';
import type { Json, JsonObject } from '../canonical/json';
import { day, hash, id, issuerCode, kid, MAX_SEQ, time, typeCode, typeCodes } from '../input/forms';
import { parseJson } from '../input/json';
import { ascending, integer, list, members, name, oneOf } from '../input/shape';
import { parseUnder } from '../issuers/under';
import type { Under } from '../issuers/under';
import { Refusal } from '../refusal';
import { REASONS, STATES, successorRule } from './status-rules';
import type { CertificateState } from './status-rules';

/** Names a certificate of an issuer; certId in hex. */
export interface CertificateRef {
  readonly issuer: string;
  readonly cert: string;
}

export interface Change {
  readonly cert: string;
  readonly state: CertificateState;
  readonly reason: string;
  readonly by?: CertificateRef;
  /** `YYYY-MM-DD` in Asia/Shanghai: the day on which `superseded` begins; without it, at once. */
  readonly from?: string;
}

/** What software that does not know a record's version must no longer be sure of. */
type About =
  | { readonly issuer: string }
  | { readonly type: string }
  | { readonly key: { readonly issuer: string; readonly kid: string } };

export interface Entry {
  readonly v: 1;
  readonly network: string;
  readonly channel: string;
  readonly issuer: string;
  readonly seq: number;
  readonly prev: string;
  readonly time: string;
  /** The version of the issuer in the registry that its keys and types are judged by. */
  readonly under: Under;
  readonly root?: string;
  readonly size?: number;
  readonly keys?: readonly string[];
  readonly types?: readonly string[];
  readonly qr?: string;
  readonly changes?: readonly Change[];
  readonly about?: About;
}

const MAX_CHANGES = 1000;
/** Leaves of an entry's tree: 2^20, whose QR list is 16 MiB. */
const MAX_SIZE = 1 << 20;
/** Of the canonical form: 1,000 changes that all name a successor and a day take 210 kB. */
const MAX_BYTES = 256 * 1024;

const HEADER = ['v', 'network', 'channel', 'issuer', 'seq', 'prev', 'time', 'under'];
const TREE = ['root', 'size', 'keys', 'types', 'qr'];
const OTHER = ['changes', 'about'];

/** An entry from a client: exactly the members of the format, bounded. */
export function parseEntry(text: string): Entry {
  const value = members(parseJson(text, 'entry', 2 * MAX_BYTES), 'entry', HEADER, [...TREE, ...OTHER]);
  if (Buffer.byteLength(canonicalJson(value)) > MAX_BYTES)
    throw new Refusal('INPUT_INVALID', `entry is longer than ${MAX_BYTES} bytes in canonical form`);
  const anchors = TREE.some((member) => Object.hasOwn(value, member));
  if (!anchors && value['changes'] === undefined)
    throw new Refusal('INPUT_INVALID', 'entry has neither root nor changes');
  const issuer = issuerCode(value['issuer'], 'entry.issuer');
  return {
    v: integer(value['v'], 'entry.v', 1, 1) as 1,
    network: id(value['network'], 'entry.network'),
    channel: name(value['channel'], 'entry.channel'),
    issuer,
    seq: integer(value['seq'], 'entry.seq', 1, MAX_SEQ),
    prev: hash(value['prev'], 'entry.prev'),
    time: time(value['time'], 'entry.time'),
    under: parseUnder(value['under'], 'entry.under'),
    ...(anchors ? parseTree(value) : {}),
    ...(value['changes'] === undefined ? {} : { changes: parseChanges(value['changes']) }),
    ...(value['about'] === undefined ? {} : { about: parseAbout(value['about'], issuer) }),
  };
}

/** root, size, keys, types and qr go together. */
function parseTree(value: JsonObject): Pick<Entry, 'root' | 'size' | 'keys' | 'types' | 'qr'> {
  members(value, 'entry', TREE, [...HEADER, ...OTHER]);
  const keys = list(value['keys'], 'entry.keys', { min: 1, max: 16 }, kid);
  return {
    root: hash(value['root'], 'entry.root'),
    size: integer(value['size'], 'entry.size', 1, MAX_SIZE),
    keys: ascending(keys, 'entry.keys', (each) => each),
    types: typeCodes(value['types'], 'entry.types', 1),
    qr: hash(value['qr'], 'entry.qr'),
  };
}

function parseChanges(value: Json): readonly Change[] {
  const changes = list(value, 'entry.changes', { min: 1, max: MAX_CHANGES }, parseChange);
  return ascending(changes, 'entry.changes', (change) => change.cert);
}

function parseChange(value: Json, where: string): Change {
  const change = members(value, where, ['cert', 'state', 'reason'], ['by', 'from']);
  const state = oneOf(change['state'], `${where}.state`, STATES);
  const succeeded = successorRule(state) !== null;
  if (succeeded !== Object.hasOwn(change, 'by')) {
    throw new Refusal(
      'INPUT_INVALID',
      `${where}.by goes with the states that name a successor, and only with them`,
    );
  }
  if (state !== 'superseded' && Object.hasOwn(change, 'from'))
    throw new Refusal('INPUT_INVALID', `${where}.from goes with superseded only`);
  return {
    cert: id(change['cert'], `${where}.cert`),
    state,
    reason: oneOf(change['reason'], `${where}.reason`, REASONS),
    ...(succeeded ? { by: parseSuccessor(change['by'], `${where}.by`) } : {}),
    ...(change['from'] === undefined ? {} : { from: day(change['from'], `${where}.from`) }),
  };
}

function parseSuccessor(value: Json | undefined, where: string): CertificateRef {
  const by = members(value, where, ['issuer', 'cert']);
  return { issuer: issuerCode(by['issuer'], `${where}.issuer`), cert: id(by['cert'], `${where}.cert`) };
}

/** An issuer's entry can cast doubt on what is its own only: itself, a key of its own, or its use of a type. */
function parseAbout(value: Json, issuer: string): About {
  const about = members(value, 'entry.about', [], ['issuer', 'type', 'key']);
  if (Object.keys(about).length !== 1)
    throw new Refusal('INPUT_INVALID', 'entry.about does not have exactly one member');
  if (about['type'] !== undefined) return { type: typeCode(about['type'], 'entry.about.type') };
  if (about['issuer'] !== undefined) return { issuer: demandOwn(about['issuer'], issuer) };
  const key = members(about['key'], 'entry.about.key', ['issuer', 'kid']);
  return { key: { issuer: demandOwn(key['issuer'], issuer), kid: kid(key['kid'], 'entry.about.key.kid') } };
}

function demandOwn(value: Json | undefined, issuer: string): string {
  if (value !== issuer) throw new Refusal('INPUT_INVALID', 'entry.about names another issuer');
  return issuer;
}
