/** What peers and servers may do to a checkpoint, and how old it is. */
import { field } from '../attestation/network.fixture.js';
import type { Changes } from '../attestation/network.fixture.js';
import { attestationToJson } from '../formats/attestation.js';
import { concat, fromUtf8, utf8 } from '../formats/bytes.js';
import { parseCheckpoint } from '../formats/feed.js';
import { canonicalJson } from '../formats/json.js';
import type { Json } from '../formats/json.js';
import { codeOf } from './codes.fixture.js';
import { day, hour, minute, vectorProvince } from './ledger.fixture.js';
import type { VectorSync } from './manifest.fixture.js';
import { instant } from './set.fixture.js';
import type { CaseOf, VectorSet } from './set.fixture.js';
import { must } from './must.fixture.js';

/** A checkpoint that is refused leaves a window without a mirror: what it shows is STATUS_UNKNOWN. */
export const checkpointRefused =
  (set: VectorSet, text: string) =>
  (id: string, problem: string, bytes: Uint8Array, more: Partial<VectorSync> = {}): void => {
    const ledger = set.ledger;
    ledger.files.set('feed/checkpoint.json', bytes);
    const name = `checkpoint-${id}`;
    const failed = { outcome: 'failed', ...more } as const;
    const mirror = set.mirrorOf(name, 'Attestation', ledger, [problem], failed);
    const expect = 'indeterminate STATUS_UNKNOWN';
    set.case({ id: `checkpoint/${id}`, section: 'Attestation', mirror, input: { kind: 'qr', text }, expect });
  };

export async function addCheckpoints(set: VectorSet): Promise<void> {
  const { cast } = set;
  const { text } = await codeOf(cast.issuer, 'good');
  const add = checkpointRefused(set, text);
  const make = async (id: string, reason: string, changes: Changes, body = {}): Promise<void> => {
    add(id, `CHECKPOINT_REFUSED ${reason}`, await set.ledger.checkpoint(changes, body));
  };
  const { anhui, sichuan, zhejiang } = set.ledger.peersOf;
  await make('another-chaincode', 'CHAINCODE_MISMATCH', { chaincode: 'other' });
  await make('status-500', 'RESPONSE_NOT_OK', { status: 500 });
  await make('event', 'EVENT_PRESENT', { event: 'x' });
  await make('another-namespace', 'NAMESPACE_MISMATCH', { namespaces: ['certbridge', 'other'] });
  await make('writes', 'WRITES_PRESENT', { kv: field(3, concat(field(1, 'k'), field(3, 'v'))) });
  await make('metadata-writes', 'METADATA_WRITES_PRESENT', { kv: field(4, field(1, 'k')) });
  await make('private-data', 'PRIVATE_DATA_PRESENT', { ns: field(3, field(1, 'c')) });
  await make('unknown-field', 'ATTESTATION_MALFORMED', { ns: field(9, 'x') });
  await make('one-province', 'THRESHOLD_MISSED', { endorsers: [zhejiang] });
  await make('one-province-twice', 'THRESHOLD_MISSED', { endorsers: [zhejiang, zhejiang] });
  await make('high-s', 'SIGNATURE_FORM', { highS: true });
  const east = await vectorProvince(cast.keys, 'HenanMSP', '河南省', '41');
  await make('unknown-province', 'ENDORSER_UNKNOWN', { endorsers: [anhui, zhejiang, east.peer] });
  const posing = await east.authority.peer('AnhuiMSP', 'peer', {}, await cast.keys.pair('peer.AnhuiMSP'));
  await make('authority-of-another', 'ENDORSER_CHAIN', { endorsers: [posing, zhejiang, sichuan] });
  const authority = set.ledger.authority('AnhuiMSP');
  const keys = await cast.keys.pair('peer.AnhuiMSP');
  const client = await authority.peer('AnhuiMSP', 'client', {}, keys);
  await make('client', 'ENDORSER_ROLE', { endorsers: [client, zhejiang, sichuan] });
  const expired = await authority.peer('AnhuiMSP', 'peer', { notAfter: '2026-11-24T04:00:30Z' }, keys);
  await make('expired-peer', 'ENDORSER_NOT_CURRENT', { endorsers: [expired, zhejiang, sichuan] });
  // What it attests was true when it was attested; it is taken in now.
  const ended = await authority.peer('AnhuiMSP', 'peer', { notAfter: '2026-11-24T04:30:00Z' }, keys);
  const since = await set.ledger.checkpoint({ endorsers: [ended, zhejiang] });
  const atFive = { now: '2026-11-24T05:00:00.000Z' };
  add('peer-that-expired-since', 'CHECKPOINT_REFUSED ENDORSER_NOT_CURRENT', since, atFive);
  await make('another-channel', 'CHANNEL_MISMATCH', {}, { channel: 'other' });
  await make('another-network', 'NETWORK_MISMATCH', {}, { network: 'f'.repeat(32) });
  await make('another-statement', 'STATEMENT_MISMATCH', {}, { $tag: 'certbridge/anchor/1' });
  await make('statement-whose-tag-is-a-number', 'STATEMENT_MISMATCH', {}, { $tag: 1 });
  await make('another-nonce', 'SUBJECT_MISMATCH', {}, { nonce: '0'.repeat(32) });
  await make('another-root', 'SUBJECT_MISMATCH', {}, { heads: '0'.repeat(64) });
  await make('another-count', 'HEADS_INCOMPLETE', {}, { count: 3 });
  await make('statement-that-lacks-a-member', 'STATEMENT_MALFORMED', {}, { beats: null });
  const ledger = set.ledger;
  const ahead = set.ledgerAt(ledger.now + hour);
  add('ahead-of-the-clock', 'CLOCK_BEHIND TIME_AHEAD', await ahead.checkpoint(), {
    now: instant(ledger.now),
  });
  const later = await ledger.checkpoint({}, { $tag: 'certbridge/checkpoint/2' });
  add('later-statement', 'UPDATE_NEEDED STATEMENT_VERSION', later);
  const file = (change: (read: Record<string, Json>) => void): Uint8Array => {
    const read = JSON.parse(fromUtf8(ledger.files.get('feed/checkpoint.json') ?? utf8(''))) as Record<
      string,
      Json
    >;
    change(read);
    return utf8(canonicalJson(read));
  };
  add(
    'later-file',
    'UPDATE_NEEDED VERSION_UNKNOWN',
    file((read) => (read['v'] = 2)),
  );
  add(
    'heads-without-one',
    'CHECKPOINT_REFUSED SUBJECT_MISMATCH',
    file((read) => {
      read['heads'] = headsIn(read).split('\n').slice(1).join('\n');
    }),
  );
  add(
    'heads-out-of-order',
    'FEED_MALFORMED HEADS_MALFORMED',
    file((read) => {
      const [first = '', second = '', ...rest] = headsIn(read).split('\n');
      read['heads'] = [second, first, ...rest].join('\n');
    }),
  );
  add('no-json', 'FEED_MALFORMED JSON_MALFORMED', utf8('[}'));
  const { attestation } = parseCheckpoint(ledger.files.get('feed/checkpoint.json') ?? utf8(''));
  const signed = (change: (payload: Uint8Array) => Uint8Array): Uint8Array =>
    file(
      (read) =>
        (read['attestation'] = attestationToJson({ ...attestation, payload: change(attestation.payload) })),
    );
  add(
    'one-byte-more',
    'CHECKPOINT_REFUSED ATTESTATION_MALFORMED',
    signed((own) => concat(own, Uint8Array.of(0))),
  );
  const [one, two] = attestation.endorsements;
  const swapped = [
    { ...must(one), signature: must(two).signature },
    { ...must(two), signature: must(one).signature },
  ];
  add(
    'signatures-swapped',
    'CHECKPOINT_REFUSED SIGNATURE_WRONG',
    file((read) => (read['attestation'] = attestationToJson({ ...attestation, endorsements: swapped }))),
  );
  const many = Array.from({ length: 65 }, (_, i) => must(attestation.endorsements[i % 2]));
  add(
    'too-many-endorsements',
    'FEED_MALFORMED ATTESTATION_MALFORMED',
    file((read) => (read['attestation'] = attestationToJson({ ...attestation, endorsements: many }))),
  );
  const twice = concat(attestation.payload, field(1, new Uint8Array(32)));
  add(
    'field-twice',
    'CHECKPOINT_REFUSED ATTESTATION_MALFORMED',
    signed(() => twice),
  );
  const without = set.ledger;
  without.files.delete('feed/checkpoint.json');
  set.case({
    ...{ id: 'checkpoint/missing', section: 'Feed', input: { kind: 'qr', text } },
    expect: 'indeterminate STATUS_UNKNOWN',
    mirror: set.mirrorOf('checkpoint-missing', 'Feed', without, ['FEED_UNREACHABLE'], { outcome: 'failed' }),
  });
  // Protobuf need not leave out what is empty.
  const present = set.ledger;
  present.files.set('feed/checkpoint.json', await present.checkpoint({ event: '' }));
  set.case({
    ...{
      id: 'checkpoint/empty-event',
      section: 'Attestation',
      input: { kind: 'qr', text },
      expect: 'valid OK',
    },
    mirror: set.mirrorOf('checkpoint-empty-event', 'Attestation', present),
  });
  await addFreshness(set, text);
}

/** How old a mirror is: by the beat that as many provinces as the threshold reached. */
async function addFreshness(set: VectorSet, text: string): Promise<void> {
  const add = async (id: string, expect: string, beats: Readonly<Record<string, number>>): Promise<void> => {
    const ledger = set.ledger;
    for (const [mspId, ahead] of Object.entries(beats)) ledger.beats.set(mspId, instant(ledger.now + ahead));
    for (const mspId of [...ledger.beats.keys()]) if (!(mspId in beats)) ledger.beats.delete(mspId);
    ledger.now += minute;
    await ledger.publish();
    const mirror = set.mirrorOf(`beats-${id}`, 'Clocks and freshness', ledger);
    const more: Partial<CaseOf> = { section: 'Clocks and freshness', mirror, now: instant(ledger.now) };
    set.case({ id: `beats/${id}`, input: { kind: 'qr', text }, expect, ...more });
  };
  const old = -2 * day;
  await add('of-two-provinces', 'valid OK', { AnhuiMSP: 0, ZhejiangMSP: 0, SichuanMSP: old });
  await add('of-one-province', 'indeterminate STATUS_STALE', {
    AnhuiMSP: 0,
    ZhejiangMSP: old,
    SichuanMSP: old,
  });
  await add('a-year-ahead', 'indeterminate STATUS_STALE', { AnhuiMSP: 366 * day, ZhejiangMSP: old });
  await add('of-strangers', 'indeterminate STATUS_STALE', { HenanMSP: 0, HubeiMSP: 0, AnhuiMSP: 0 });
  await add('of-nobody', 'indeterminate STATUS_STALE', {});
}

function headsIn({ heads }: Readonly<Record<string, Json>>): string {
  return typeof heads === 'string' ? heads : '';
}
