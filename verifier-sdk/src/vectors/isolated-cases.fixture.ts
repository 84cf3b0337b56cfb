/** Forgeries that one check alone stands in the way of. */
import { Authority, field, identityOf } from '../attestation/network.fixture.js';
import type { Peer } from '../attestation/network.fixture.js';
import { attestationToJson } from '../formats/attestation.js';
import { concat, fromUtf8, toHex, utf8 } from '../formats/bytes.js';
import { ecdsaToDer } from '../formats/ecdsa.js';
import { encodeAnchorFile, encodeCheckpoint, parseCheckpoint, parsePage } from '../formats/feed.js';
import { canonicalJson } from '../formats/json.js';
import type { Json } from '../formats/json.js';
import { encodeLeaf } from '../formats/leaf.js';
import { leafHash } from '../formats/merkle.js';
import { qrList } from '../formats/qr-list.js';
import { qrDigest } from '../formats/qr.js';
import { encodeReceipt } from '../formats/receipt.js';
import type { Entry } from '../formats/entry.js';
import type { LogRecord } from '../formats/records.js';
import { signEs256 } from '../formats/repeatable.fixture.js';
import { trustAnchorId } from '../formats/trust-anchor.js';
import { codeOf, idOf } from './codes.fixture.js';
import { anchorDocuments, documentOf, sign } from './documents.fixture.js';
import { day, issuerCode, otherIssuer, typeCode } from './ledger.fixture.js';
import type { VectorLedger } from './ledger.fixture.js';
import { must } from './must.fixture.js';
import { instant } from './set.fixture.js';
import type { CaseOf, VectorSet } from './set.fixture.js';

export async function addIsolatedCases(set: VectorSet): Promise<void> {
  await addAnchorings(set);
  await addFeeds(set);
  await addEndorsers(set);
  await addSuccessors(set);
}

const pdfCase = (
  set: VectorSet,
  id: string,
  bytes: Uint8Array,
  expect: string,
  more: Partial<CaseOf>,
): void => {
  const file = set.put(`pdf/${id}.pdf`, bytes);
  set.case({ id: `pdf/${id}`, input: { kind: 'pdf', file }, expect, ...more });
};

async function addAnchorings(set: VectorSet): Promise<void> {
  const { cast } = set;
  // Another department registers the same keys as its own, and anchors what this one never anchored.
  const hostile = set.ledger;
  for (const [key, use] of [
    [cast.issuer, 'certificate'],
    [cast.credential, 'credential'],
  ] as const)
    await hostile.addKeyTo('AnhuiMSP', otherIssuer, key, { use });
  const document = await documentOf(cast, 'anchored-by-another-issuer');
  const input = await leafHash(encodeLeaf(document.leaf));
  const keys = [cast.issuer, cast.credential];
  const entry = (await hostile.entryOf(otherIssuer, {
    ...{ root: toHex(input), size: 1, keys: keys.map(({ kid }) => toHex(kid)).sort(), types: [typeCode] },
    qr: (await qrList([])).hash,
  })) as Entry;
  const statement = await hostile.entryStatement(entry, keys, { mspId: 'AnhuiMSP' });
  const attestation = hostile.attest(statement);
  const receipt = encodeReceipt({ ...document.leaf, index: 0, path: [], entry, attestation });
  await hostile.publishLater();
  const mirror = set.mirrorOf('anchored-by-another-issuer', 'Leaf, tree, receipt', hostile);
  const signed = sign(cast, document, { receipt });
  pdfCase(set, 'anchored-by-another-issuer', signed, 'indeterminate RECEIPT_UNUSABLE', {
    ...{ section: 'Leaf, tree, receipt', mirror, now: instant(hostile.now) },
  });

  // A stolen key that was revoked, and a list in an entry that was made after that.
  const late = set.ledger;
  const forged = await codeOf(cast.revoked, 'good', { holderName: '李四' });
  await late.anchorTree([{ certId: idOf('good'), qr: await qrDigest(forged.cose) }], [cast.revoked]);
  await late.publishLater();
  const section = 'Anchoring of QR codes';
  set.case({
    ...{ id: 'qr-anchoring/listed-after-revocation', section, expect: 'invalid NOT_ANCHORED' },
    ...{ mirror: set.mirrorOf('listed-after-revocation', section, late), now: instant(late.now) },
    input: { kind: 'qr', text: forged.text },
  });
  set.case({
    ...{ id: 'qr-anchoring/not-listed-and-two-histories', section, mirror: 'history-another-record' },
    ...{ input: { kind: 'qr', text: forged.text }, expect: 'indeterminate LEDGER_EQUIVOCATION' },
  });

  // A key that was added after the version that the entry names.
  const early = set.ledger;
  const before = early.under();
  await early.addKeyTo('ZhejiangMSP', issuerCode, cast.stranger);
  early.unders.set(issuerCode, before);
  const unborn = await documentOf(cast, 'entry-before-its-key', { by: cast.strangerParty });
  const [own] = await anchorDocuments(early, [unborn], [cast.stranger, cast.credential]);
  await early.publishLater();
  pdfCase(
    set,
    'entry-before-its-key',
    sign(cast, unborn, { receipt: own }),
    'indeterminate RECORD_UNUSABLE',
    {
      ...{ section: 'Records and logs', now: instant(early.now) },
      mirror: set.mirrorOf('entry-before-its-key', 'Records and logs', early),
    },
  );

  // The credential's key was revoked, and nothing proves that this was there before.
  const ended = set.ledger;
  await ended.revokeKey(cast.credential);
  await ended.publishLater();
  set.case({
    ...{ id: 'pdf/credential-key-revoked', section: 'In a PDF', policy: { requireAnchoring: false } },
    ...{ input: { kind: 'pdf', file: 'pdf/without-receipt.pdf' }, expect: 'indeterminate RECEIPT_MISSING' },
    ...{ mirror: set.mirrorOf('credential-key-revoked', 'In a PDF', ended), now: instant(ended.now) },
  });
}

/** A page with other records, whatever they are. */
function edited(
  bytes: Uint8Array,
  change: (page: Record<string, Json>, records: LogRecord[]) => void,
): Uint8Array {
  const { records } = parsePage(bytes);
  const page = JSON.parse(fromUtf8(bytes)) as Record<string, Json>;
  const all = [...records];
  change(page, all);
  page['records'] ??= all as unknown as Json;
  return utf8(canonicalJson(page));
}

async function addFeeds(set: VectorSet): Promise<void> {
  const { cast } = set;
  const { text } = await codeOf(cast.issuer, 'good');
  const path = `feed/i/${issuerCode}/1.json`;
  const add = (
    id: string,
    problem: string,
    change: (ledger: VectorLedger, bytes: Uint8Array) => void,
  ): void => {
    const ledger = set.ledger;
    change(ledger, must(ledger.files.get(path)));
    const mirror = set.mirrorOf(`page-${id}`, 'Feed', ledger, [problem]);
    const expect = 'indeterminate STATUS_STALE';
    set.case({ id: `feed/${id}`, section: 'Feed', mirror, input: { kind: 'qr', text }, expect });
  };
  const written = (page: Record<string, Json>, records: readonly LogRecord[]): void => {
    page['records'] = records as unknown as Json;
  };
  add('page-cut-elsewhere', 'FEED_MISMATCH PAGE_CUT_ELSEWHERE', (ledger, bytes) => {
    ledger.files.set(
      path,
      edited(bytes, (page, records) => written(page, records.slice(0, 3))),
    );
    const rest = edited(bytes, (page, records) => {
      page['from'] = 4;
      written(page, records.slice(3));
    });
    ledger.files.set(`feed/i/${issuerCode}/4.json`, rest);
  });
  add('page-of-another-beginning', 'FEED_MISMATCH PAGE_OF_ANOTHER_LOG', (ledger, bytes) => {
    const other = edited(bytes, (page, records) => {
      page['from'] = 2;
      written(page, records.slice(1));
    });
    ledger.files.set(path, other);
  });
  add('page-of-another-issuer', 'FEED_MISMATCH PAGE_OF_ANOTHER_LOG', (ledger, bytes) => {
    const other = edited(bytes, (page, records) => {
      page['id'] = otherIssuer;
      written(
        page,
        records.map((record) => ({ ...record, issuer: otherIssuer }) as LogRecord),
      );
    });
    ledger.files.set(path, other);
  });
  add('record-of-another-channel', 'FEED_MISMATCH RECORD_OF_ANOTHER_NETWORK', (ledger, bytes) => {
    const other = edited(bytes, (page, [first, ...rest]) => {
      written(page, [{ ...must(first), channel: 'other' }, ...rest]);
    });
    ledger.files.set(path, other);
  });

  // What was taken before is told from what a server says now.
  const grown = set.ledger;
  await grown.change(idOf('somebody'), 'revoked');
  await grown.publishLater();
  const changed = edited(must(grown.files.get(path)), (page, [first, ...rest]) => {
    written(page, [{ ...must(first), time: '2026-11-24T04:00:00.001Z' }, ...rest]);
  });
  grown.files.set(path, changed);
  const updated = { outcome: 'updated', problems: [], equivocation: false } as const;
  const first = { servers: [set.good], now: instant(set.ledger.now), expect: updated };
  const problems = ['FEED_MISMATCH RECORD_CHANGED'];
  const second = { servers: [set.server('record-taken-before-changed', grown)], now: instant(grown.now) };
  const mirror = set.mirror('record-taken-before-changed', 'Feed', [
    first,
    { ...second, expect: { ...updated, problems } },
  ]);
  set.case({
    ...{ id: 'feed/record-taken-before-changed', section: 'Feed', mirror, now: instant(grown.now) },
    ...{ input: { kind: 'qr', text }, expect: 'indeterminate STATUS_STALE' },
  });

  // What one server lacks another has.
  const lacking = set.ledger;
  // The newer checkpoint, so that it is the first.
  await lacking.publishLater();
  lacking.files.delete(path);
  const servers = [set.server('lacking', lacking), set.good];
  const two = set.mirror('two-servers', 'Feed', [
    { servers, now: instant(lacking.now), expect: { ...updated, problems: ['FEED_SHORT'] } },
  ]);
  set.case({
    id: 'feed/two-servers',
    section: 'Feed',
    now: instant(lacking.now),
    mirror: two,
    input: { kind: 'qr', text },
    expect: 'valid OK',
  });

  // Beats of the future make nothing newer than the checkpoint.
  const ahead = set.ledger;
  ahead.now += day;
  for (const mspId of ['AnhuiMSP', 'SichuanMSP']) ahead.beats.set(mspId, instant(ahead.now + 366 * day));
  await ahead.publish();
  const freshness = 'Clocks and freshness';
  set.case({
    ...{ id: 'beats/a-year-ahead-of-enough', section: freshness, now: instant(ahead.now + 2 * day) },
    ...{ input: { kind: 'qr', text }, expect: 'indeterminate STATUS_STALE' },
    mirror: set.mirrorOf('beats-a-year-ahead-of-enough', freshness, ahead),
  });
}

/** Peers whose certificates are not as they must be. */
async function addEndorsers(set: VectorSet): Promise<void> {
  const { cast } = set;
  const { text } = await codeOf(cast.issuer, 'good');
  const { anhui, zhejiang } = set.ledger.peersOf;
  const add = (id: string, problem: string, bytes: Uint8Array): void => {
    const ledger = set.ledger;
    ledger.files.set('feed/checkpoint.json', bytes);
    const mirror = set.mirrorOf(`checkpoint-${id}`, 'Attestation', ledger, [problem], { outcome: 'failed' });
    const expect = 'indeterminate STATUS_UNKNOWN';
    set.case({ id: `checkpoint/${id}`, section: 'Attestation', mirror, input: { kind: 'qr', text }, expect });
  };
  const by = async (id: string, reason: string, peer: Peer): Promise<void> => {
    const endorsers = [peer, zhejiang];
    add(id, `CHECKPOINT_REFUSED ${reason}`, await set.ledger.checkpoint({ endorsers }));
  };
  const keys = await cast.keys.pair('peer.AnhuiMSP');
  const twin = await Authority.create('ca.AnhuiMSP', {}, await cast.keys.pair('twin.AnhuiMSP'));
  await by('authority-of-the-same-name', 'ENDORSER_CHAIN', await twin.peer('AnhuiMSP', 'peer', {}, keys));
  const both = await set.ledger.authority('AnhuiMSP').peer('AnhuiMSP', 'peer, OU=client', {}, keys);
  await by('peer-and-client', 'ENDORSER_ROLE', both);
  const issuing = await set.ledger.authority('AnhuiMSP').issuing('peer0.AnhuiMSP, OU=peer', {}, keys);
  await by('an-authority', 'ENDORSER_ROLE', { ...anhui, certificate: issuing.certificate });

  const file = parseCheckpoint(must(set.ledger.files.get('feed/checkpoint.json')));
  const { payload, endorsements } = file.attestation;
  const resigned = (endorser: Uint8Array): Uint8Array => {
    const signature = ecdsaToDer(signEs256(anhui.key, concat(payload, endorser)));
    const attestation = { payload, endorsements: [{ endorser, signature }, must(endorsements[1])] };
    return encodeCheckpoint({ ...file, attestation });
  };
  const malformed = 'CHECKPOINT_REFUSED ATTESTATION_MALFORMED';
  const pem = `${anhui.certificate.toString('pem')}\n`;
  add('two-certificates', malformed, resigned(concat(field(1, 'AnhuiMSP'), field(2, pem + pem))));
  add('no-certificate', malformed, resigned(concat(field(1, 'AnhuiMSP'), field(2, 'x'))));
  const loose = concat(Uint8Array.of(0x0a, 0x88, 0x00), utf8('AnhuiMSP'), field(2, pem));
  add('varint-longer-than-needed', malformed, resigned(loose));
  add('wrong-wire-type', malformed, resigned(concat(Uint8Array.of(0x08, 1), field(2, pem))));
  add('field-cut-short', malformed, resigned(identityOf(anhui).subarray(0, -1)));
  const unsigned = { ...file, attestation: { payload, endorsements: [must(endorsements[0])] } };
  const other = JSON.parse(fromUtf8(encodeCheckpoint(unsigned))) as Record<string, Json>;
  const not = { ...must(endorsements[1]), signature: Uint8Array.of(0x30, 0) };
  other['attestation'] = attestationToJson({ payload, endorsements: [must(endorsements[0]), not] });
  add('signature-that-is-no-der', 'CHECKPOINT_REFUSED SIGNATURE_FORM', utf8(canonicalJson(other)));
}

/** Trust anchors that are attested and do not follow. */
async function addSuccessors(set: VectorSet): Promise<void> {
  const { cast } = set;
  const { text } = await codeOf(cast.issuer, 'good');
  const section = 'Trust anchor';
  const add = async (id: string, reason: string, change: object): Promise<void> => {
    const ledger = set.ledger;
    const before = ledger.anchor;
    await ledger.succeed({});
    const anchor = { ...ledger.anchor, ...change };
    const statement = ledger.statement('anchor', {
      ...{ n: 2, anchor: await trustAnchorId(anchor), previous: await trustAnchorId(before) },
    });
    const attested = { v: 1, anchor, attestation: ledger.attest(statement) } as const;
    await ledger.publishLater();
    ledger.files.set('feed/anchor/2.json', encodeAnchorFile(attested));
    const problems = [`ANCHOR_REFUSED ${reason}`];
    const mirror = set.mirrorOf(`anchor-${id}`, section, ledger, problems, { outcome: 'failed' });
    const expect = 'indeterminate STATUS_UNKNOWN';
    set.case({ id: `anchor/${id}`, section, mirror, input: { kind: 'qr', text }, expect });
  };
  await add('of-another-channel', 'ANCHOR_OF_ANOTHER_NETWORK', { channel: 'other' });
  await add('out-of-turn', 'ANCHOR_OUT_OF_TURN', { n: 3 });
}
