import { fromBase64, toHex } from '../formats/bytes.js';
import { FormatError } from '../formats/error.js';
import { importKey, keyId } from '../formats/keys.js';
import { interpretItem } from '../formats/network-records.js';
import type { ItemReading } from '../formats/network-records.js';
import { interpretRecord } from '../formats/records.js';
import type { LogRecord, NetworkRecord, ProvinceRecord } from '../formats/records.js';
import { checkSpki } from '../formats/spki.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import type { About, Under } from '../formats/under.js';
import type { IssuerKey } from './issuer-history.js';

/** What a record of a log cannot be used for, and why; `about` is what it harms. */
export interface UnusableRecord {
  /** Whose log: `n` network, `p` province, `i` issuer. */
  readonly log: 'n' | 'p' | 'i';
  /** Network id, mspId or issuer code. */
  readonly id: string;
  /** Its place in that log, from 1. */
  readonly seq: number;
  /** What it harms, as far as it can be told. */
  readonly about: About | undefined;
  /** A sentence. */
  readonly why: string;
}

/** What one record of a province's log says, as far as it can be read. */
export interface ProvinceEvent {
  readonly mspId: string;
  readonly seq: number;
  readonly time: string;
  readonly under: Under | undefined;
  readonly about: About | undefined;
  /** `unknown`: of later software. A string: why it cannot be used. */
  readonly said:
    | { readonly state: 'known'; readonly record: ProvinceRecord; readonly key?: IssuerKey }
    | { readonly state: 'unknown' }
    | { readonly state: 'unusable'; readonly why: string };
}

/** What one record of the network's log says, as far as it can be read. */
export interface NetworkEvent {
  readonly seq: number;
  readonly time: string;
  readonly said:
    | { readonly state: 'init'; readonly anchor: TrustAnchor }
    | { readonly state: 'decision'; readonly items: readonly ItemReading[] }
    | { readonly state: 'unknown'; readonly about: About | undefined; readonly under: Under | undefined }
    | { readonly state: 'unusable'; readonly about: About | undefined; readonly why: string };
}

type KeyRecord = Extract<ProvinceRecord, { kind: 'key' }>;

/** The key of a record, or why it is none: the same on every platform, whatever that would take. */
async function keyOf({ kid, alg, use, spki: text }: KeyRecord): Promise<IssuerKey | string> {
  try {
    const spki = fromBase64(text);
    if (toHex(await keyId(spki)) !== kid) return 'a key whose kid is not its hash';
    checkSpki(alg, spki);
    // Imported here so that whoever verifies finds it remembered, and a platform's own refusal is known.
    await importKey(alg, spki);
    return { kid, alg, use, spki };
  } catch (error) {
    if (error instanceof FormatError) return error.message;
    throw error;
  }
}

/** What a record is about, for an unusable one: a key's record about the key, any other about the issuer. */
function subjectOf(record: ProvinceRecord): About {
  const { issuer } = record;
  return 'kid' in record ? { key: { issuer, kid: record.kid } } : { issuer };
}

/** Reads a record of a province's log for the registry; never throws for what it says. */
export async function provinceEvent(record: LogRecord, mspId: string): Promise<ProvinceEvent> {
  const { seq, time } = record;
  const reading = interpretRecord('p', record);
  if (reading.state !== 'known') {
    const { about, under } = reading;
    const said = reading.state === 'unknown' ? { state: 'unknown' as const } : reading;
    return { mspId, seq, time, under, about, said };
  }
  const known = reading.record;
  const common = { mspId, seq, time, under: known.under, about: subjectOf(known) };
  if (known.kind !== 'key') return { ...common, said: { state: 'known', record: known } };
  const key = await keyOf(known);
  if (typeof key === 'string') return { ...common, said: { state: 'unusable', why: key } };
  return { ...common, said: { state: 'known', record: known, key } };
}

function decided(record: NetworkRecord): NetworkEvent['said'] {
  if (record.kind === 'init') return { state: 'init', anchor: record.anchor };
  return { state: 'decision', items: record.items.map(interpretItem) };
}

/** Reads a record of the network's log for the registry; never throws for what it says. */
export function networkEvent(record: LogRecord): NetworkEvent {
  const { seq, time } = record;
  const reading = interpretRecord('n', record);
  return { seq, time, said: reading.state === 'known' ? decided(reading.record) : reading };
}
