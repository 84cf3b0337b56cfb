/** Runs `shared/` and `standards/`: what the contract keeps to as well, and what the test suites of standards found. */
import { isDeepStrictEqual } from 'node:util';
import { parseCertificate } from '../der/index.js';
import { readEntry, zeroHash } from '../formats/entry.js';
import { FormatError } from '../formats/error.js';
import { headsRoot, headsText } from '../formats/heads.js';
import type { Log } from '../formats/heads.js';
import { canonicalJson, parseJson } from '../formats/json.js';
import type { Json, JsonObject } from '../formats/json.js';
import { parseWindowKeys } from '../formats/jwk.js';
import { checkIdNumber, checkUscc } from '../formats/numbers.js';
import { readLogRecord } from '../formats/records.js';
import { checkSpki } from '../formats/spki.js';
import { statusOn } from '../formats/status.js';
import { isWrittenForm, writtenForm } from '../formats/written-form/index.js';
import { chainRecords, emptyLog } from '../mirror/chain.js';
import type { LogUpdate } from '../mirror/chain.js';
import { ReplayedLedger } from '../mirror/ledger.js';
import { Statuses } from '../mirror/statuses.js';

type Text = string;
type Named<T> = readonly ({ readonly name: string; readonly ok: boolean } & T)[];
type Cases = Readonly<Record<'accepted' | 'refused', readonly (readonly [string, string])[]>>;

/** Whether it is refused, in the one way in which readers refuse. */
export function isRefused(read: () => unknown): boolean {
  try {
    read();
    return false;
  } catch (error) {
    if (error instanceof FormatError) return true;
    throw error;
  }
}

/** What does not hold is named by its place in the file. */
export type Primitive = readonly [name: string, holds: () => boolean | Promise<boolean>];

export async function everyOf<T>(all: readonly T[], holds: (one: T) => Promise<boolean>): Promise<boolean> {
  for (const one of all) if (!(await holds(one))) return false;
  return true;
}

type Read = (name: string) => unknown;

export function ofShared(file: Read): Primitive[] {
  const each = <T>(name: string, holds: (one: Named<T>[number]) => boolean | Promise<boolean>): Primitive => [
    `shared/${name}`,
    () => everyOf(file(`shared/${name}`) as Named<T>, async (one) => holds(one)),
  ];
  return [
    each<{ value: Json; canonical: Text }>(
      'canonical-json',
      ({ value, canonical }) =>
        canonicalJson(value) === canonical && canonicalJson(parseJson(canonical)) === canonical,
    ),
    each<{ input: { alg: 'ES256' | 'RS256'; spki: Text } }>(
      'public-keys',
      ({ input, ok }) =>
        isRefused(() => checkSpki(input.alg, new Uint8Array(Buffer.from(input.spki, 'base64')))) !== ok,
    ),
    each<{ input: readonly Text[]; root: Text }>('heads-root', async ({ input, root }) => {
      const heads = input.map((line) => {
        const [log, id = '', seq, hash = ''] = line.split(' ');
        return { log: log as Log, id, seq: Number(seq), hash };
      });
      return (await headsRoot(headsText(heads))) === root;
    }),
    each<{ input: Text }>('issuer-codes', ({ input, ok }) => checkUscc(input) === ok),
    each<{ input: Text }>(
      'ca-certificates',
      ({ input, ok }) => !ok || parseCertificate(new Uint8Array(Buffer.from(input, 'base64'))).isCa,
    ),
    each<ChangesVector>('changes', areChanges),
    each<{ input: Text; text?: Text; reason?: Text }>('written-form', ({ input, ok, text, reason }) => {
      const found = writtenForm(input);
      if (isWrittenForm(input) !== (ok && input === text)) return false;
      const reasons = new Set(found.refusals.map((one) => one.reason as string));
      return ok ? found.text === text && reasons.size === 0 : isDeepStrictEqual(reasons, new Set([reason]));
    }),
    each<HistoryVector>('ledger-history', isHistory),
  ];
}

interface ChangesVector {
  readonly input: readonly { readonly time: string; readonly changes: readonly JsonObject[] }[];
  readonly on?: readonly { readonly cert: string; readonly day: string; readonly state: string }[];
}

function areChanges({ input, ok, on }: ChangesVector & { readonly ok: boolean }): boolean {
  const statuses = new Statuses();
  const certs = input.flatMap(({ changes }) => changes.map(({ cert }) => cert as string));
  const entry = { network: '00'.repeat(16), channel: 'certbridge', issuer: '11330000MB0000001L', v: 1 };
  const isUnread = isRefused(() => {
    for (const [i, one] of input.entries())
      statuses.apply(readEntry({ ...entry, seq: i + 1, prev: zeroHash, under: { n: 0, p: 1 }, ...one }));
  });
  if ((!isUnread && certs.every((cert) => !statuses.isUnusable(cert))) !== ok) return false;
  return (on ?? []).every(({ cert, day, state }) => {
    const status = statuses.get(cert);
    return (status ? statusOn(status, day).state : 'none') === state;
  });
}

interface HistoryVector {
  readonly input: Readonly<Record<string, readonly JsonObject[]>>;
  readonly registry: Readonly<
    Record<string, { readonly issuer: JsonObject; readonly keys: readonly Json[] }>
  >;
  readonly statuses: readonly { readonly issuer: string; readonly cert: string; readonly status: unknown }[];
  readonly heads: string;
}

/** What a reader replays of what the contract wrote is what the contract has. */
async function isHistory({ input, registry, statuses, heads }: HistoryVector): Promise<boolean> {
  const updates: LogUpdate[] = [];
  const ends: { log: Log; id: string; seq: number; hash: string }[] = [];
  for (const [name, values] of Object.entries(input)) {
    const [log, id] = name.split(' ') as [Log, string];
    const of = values[0] as { network: string; channel: string };
    const read = values.map((value) => readLogRecord(log, value));
    const records = await chainRecords({ log, id }, emptyLog, read, of);
    updates.push({ log, id, records });
    ends.push({ log, id, seq: records.length, hash: records.at(-1)?.hash ?? '' });
  }
  const ledger = await new ReplayedLedger().with(updates);
  const issuers = [...ledger.registry.issuers.values()].map(
    ({ keys, since: _, types, ...registered }): readonly [string, unknown] => {
      const history = ledger.registry.history(registered.issuer);
      const version = history?.versionOf(registered.under) ?? -1;
      const inForce = [...types].filter((type) => history?.isTypeGood(type, version));
      const sorted = [...keys.values()].sort((a, b) => (a.kid < b.kid ? -1 : 1));
      const written = sorted.map((key) => ({ ...key, spki: Buffer.from(key.spki).toString('base64') }));
      return [registered.issuer, { issuer: { ...registered, types: inForce }, keys: written }];
    },
  );
  return (
    ledger.registry.unusable.length === 0 &&
    isDeepStrictEqual(Object.fromEntries(issuers), registry) &&
    statuses.every(({ issuer, cert, status }) => isDeepStrictEqual(ledger.status(issuer, cert), status)) &&
    (await headsRoot(headsText(ends))) === heads
  );
}

export function ofStandards(file: Read): Primitive[] {
  const json = file('standards/json') as {
    readonly accepted: readonly (readonly [string, Json])[];
    readonly refused: readonly string[];
  };
  const numbers = file('standards/numbers') as {
    readonly today: string;
    readonly idNumbers: Cases;
    readonly creditCodes: Cases;
  };
  const windowKeys = file('standards/window-keys') as {
    readonly key: JsonObject;
    readonly accepted: readonly JsonObject[];
    readonly refused: readonly JsonObject[];
  };
  const judged = ({ accepted, refused }: Cases, check: (text: string) => boolean): boolean =>
    accepted.every(([text]) => check(text)) && refused.every(([text]) => !check(text));
  const keysOf = (more: JsonObject): readonly string[] => {
    const key = { ...windowKeys.key, ...more };
    return [JSON.stringify(key), JSON.stringify({ keys: [key] })];
  };
  return [
    [
      'standards/json',
      () =>
        json.accepted.every(([text, value]) => isDeepStrictEqual(parseJson(text), value)) &&
        json.refused.every((text) => isRefused(() => parseJson(text))),
    ],
    [
      'standards/numbers',
      () =>
        judged(numbers.idNumbers, (text) => checkIdNumber(text, numbers.today)) &&
        judged(numbers.creditCodes, checkUscc),
    ],
    [
      'standards/window-keys',
      () =>
        windowKeys.accepted
          .flatMap(keysOf)
          .every((text) => isDeepStrictEqual(parseWindowKeys(text), [windowKeys.key])) &&
        windowKeys.refused.flatMap(keysOf).every((text) => isRefused(() => parseWindowKeys(text))),
    ],
  ];
}
