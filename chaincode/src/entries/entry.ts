import type { Json, JsonObject } from '../canonical/json';
import { hash, id, issuerCode, kid, MAX_SEQ, time, typeCodes } from '../input/forms';
import { parseJson } from '../input/json';
import { ascending, integer, list, members, name, oneOf } from '../input/shape';
import { Refusal } from '../refusal';
import { REASONS, STATES, successorRule } from './status-rules';
import type { CertificateState } from './status-rules';

export interface Change {
  readonly cert: string;
  readonly state: CertificateState;
  readonly reason: string;
  readonly by?: { readonly issuer: string; readonly cert: string };
}

export interface Entry {
  readonly v: 1;
  readonly network: string;
  readonly channel: string;
  readonly issuer: string;
  readonly seq: number;
  readonly prev: string;
  readonly time: string;
  readonly root?: string;
  readonly size?: number;
  readonly keys?: readonly string[];
  readonly types?: readonly string[];
  readonly qr?: string;
  readonly changes?: readonly Change[];
}

export const MAX_CHANGES = 1000;
/** A batch's leaves: 2^20, whose QR list is 16 MiB. */
const MAX_SIZE = 1 << 20;
/** 1,000 changes that all name a successor take 230 kB. */
const MAX_BYTES = 512 * 1024;

const HEADER = ['v', 'network', 'channel', 'issuer', 'seq', 'prev', 'time'];
const BATCH = ['root', 'size', 'keys', 'types', 'qr'];

/** An entry from a client: exactly the members of the format, bounded. */
export function parseEntry(text: string): Entry {
  const value = members(parseJson(text, 'entry', MAX_BYTES), 'entry', HEADER, [...BATCH, 'changes']);
  const anchors = BATCH.some((member) => Object.hasOwn(value, member));
  if (!anchors && value['changes'] === undefined)
    throw new Refusal('INPUT_INVALID', 'entry has neither root nor changes');
  return {
    v: integer(value['v'], 'entry.v', 1, 1) as 1,
    network: id(value['network'], 'entry.network'),
    channel: name(value['channel'], 'entry.channel'),
    issuer: issuerCode(value['issuer'], 'entry.issuer'),
    seq: integer(value['seq'], 'entry.seq', 1, MAX_SEQ),
    prev: hash(value['prev'], 'entry.prev'),
    time: time(value['time'], 'entry.time'),
    ...(anchors ? parseBatch(value) : {}),
    ...(value['changes'] === undefined ? {} : { changes: parseChanges(value['changes']) }),
  };
}

/** root, size, keys, types and qr go together. */
function parseBatch(value: JsonObject): Pick<Entry, 'root' | 'size' | 'keys' | 'types' | 'qr'> {
  members(value, 'entry', BATCH, [...HEADER, 'changes']);
  const keys = list(value['keys'], 'entry.keys', { min: 1, max: 16 }, kid);
  return {
    root: hash(value['root'], 'entry.root'),
    size: integer(value['size'], 'entry.size', 1, MAX_SIZE),
    keys: ascending(keys, 'entry.keys', (key) => key),
    types: typeCodes(value['types'], 'entry.types', 1),
    qr: hash(value['qr'], 'entry.qr'),
  };
}

function parseChanges(value: Json): readonly Change[] {
  const changes = list(value, 'entry.changes', { min: 1, max: MAX_CHANGES }, parseChange);
  return ascending(changes, 'entry.changes', (change) => change.cert);
}

function parseChange(value: Json, where: string): Change {
  const change = members(value, where, ['cert', 'state', 'reason'], ['by']);
  const state = oneOf(change['state'], `${where}.state`, STATES);
  const succeeded = successorRule(state) !== null;
  if (succeeded !== Object.hasOwn(change, 'by')) {
    throw new Refusal(
      'INPUT_INVALID',
      `${where}.by goes with ${STATES.filter(successorRule).join(' and ')}, and only with them`,
    );
  }
  return {
    cert: id(change['cert'], `${where}.cert`),
    state,
    reason: oneOf(change['reason'], `${where}.reason`, REASONS),
    ...(succeeded ? { by: parseSuccessor(change['by'], `${where}.by`) } : {}),
  };
}

function parseSuccessor(value: Json | undefined, where: string): { issuer: string; cert: string } {
  const by = members(value, where, ['issuer', 'cert']);
  return { issuer: issuerCode(by['issuer'], `${where}.issuer`), cert: id(by['cert'], `${where}.cert`) };
}
