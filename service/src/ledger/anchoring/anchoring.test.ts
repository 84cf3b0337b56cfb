import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedLedger } from '@certbridge/network';
import type { EmbeddedLedger } from '@certbridge/network';
import {
  canonicalJson,
  decodeLeaf,
  decodeReceipt,
  encodeLeaf,
  fromHex,
  leafHash,
  pagePath,
  parseAnchorFile,
  parseCheckpoint,
  parseHeads,
  parsePage,
  qrListHas,
  recordHash,
  toHex,
  verifyInclusion,
} from '@certbridge/verifier-sdk/formats';
import type { Entry, Json } from '@certbridge/verifier-sdk/formats';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runBeats } from '../heartbeats/index.js';
import { openFeed } from '../feed/index.js';
import type { Feed } from '../feed/index.js';
import { openIssuing } from '../../certificates/issuing/index.js';
import { saveIssuer } from '../../certificates/issuers/index.js';
import type { Batch, Issuing } from '../../certificates/issuing/index.js';
import {
  licence,
  licences,
  startTrial,
  upload,
  zhejiang,
} from '../../certificates/issuing/issuing.fixture.js';
import type { Trial } from '../../certificates/issuing/issuing.fixture.js';
import { approveTypes, connectLedger } from '../adapter/index.js';
import type { EventsOptions, Ledger } from '../adapter/index.js';
import { decideChange, requestChange } from '../../certificates/statuses/index.js';
import { codeOf, until } from './anchoring.fixture.js';
import { requireHeld } from '../belonging/index.js';
import { cutEntry } from './cut.js';
import { itemKinds } from './outbox.js';
import { anchoringBacklog, receiptOf, runAnchoring } from './index.js';
import type { AnchoringOptions } from './index.js';

const SIZE = 40;
let folder: string;
let trial: Trial;
let issuing: Issuing;
let peers: EmbeddedLedger;
let ledger: Ledger;
let feed: Feed;
let anchoring: AnchoringOptions;
let writer: { stop: AbortController; done: Promise<void> };
const troubles: unknown[] = [];
const stop = new AbortController();
const running: Promise<void>[] = [];

const startWriter = (): void => {
  const stopping = new AbortController();
  writer = { stop: stopping, done: runAnchoring(anchoring, stopping.signal) };
};
const stopWriter = async (): Promise<void> => {
  writer.stop.abort();
  await writer.done;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certbridge-anchoring-'));
  peers = await startEmbeddedLedger({ dir: join(folder, 'ledger') });
  trial = await startTrial();
  const provinces = await Promise.all(Object.values(peers.ledgerFiles).map((file) => connectLedger(file)));
  await approveTypes(provinces, trial.options.types.list());
  await approveTypes(provinces, trial.options.types.list());
  ledger = provinces.find(({ mspId }) => mspId === 'ZhejiangMSP')!;
  await Promise.all(provinces.filter((one) => one !== ledger).map((one) => one.close()));
  issuing = openIssuing(trial.options);
  const { database, options, keys } = trial;
  anchoring = {
    database,
    databaseUrl: options.databaseUrl,
    ledger,
    signer: (kid) => keys.signer(kid),
    onTrouble: (error) => troubles.push(error),
    size: SIZE,
    age: 100,
  };
  feed = openFeed({ ledger, database, folder, pace: 50, onTrouble: (error) => troubles.push(error) });
  running.push(
    issuing.run(stop.signal),
    feed.run(stop.signal),
    runBeats({ ledger, every: 60_000, onBeat: () => feed.refresh() }, stop.signal),
  );
  startWriter();
  await until(() => ledger.registry(zhejiang).catch(() => undefined));
});
afterAll(async () => {
  stop.abort();
  await stopWriter();
  await Promise.all(running);
  await ledger.close();
  await peers.close();
  await trial.close();
  await rm(folder, { recursive: true });
});
let next = 1;
beforeEach(() => {
  next += 1000;
  troubles.length = 0;
});

async function submit(n: number): Promise<Batch> {
  const file = await upload(licences(next, next + n));
  const by = { issuer: zhejiang, type: 'business-licence', submittedBy: 'operator-1' };
  return issuing.submitUpload(file, { ...by, mode: 'skip-bad' });
}

const never = new AbortController().signal;

async function settled(batch: Batch): Promise<Batch> {
  let last = batch;
  for await (const now of issuing.watch(zhejiang, batch.id, never)) last = now;
  return last;
}

async function allEntries(): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (;;) {
    const more = await ledger.entries(zhejiang, entries.length + 1, 100);
    if (more.length === 0) return entries;
    entries.push(...more);
  }
}

/** Every certificate's receipt leads to an entry that stands, and no two share a place. */
async function checkReceipts(batch: Batch): Promise<void> {
  const certificates = await issuing.certificates({ issuer: zhejiang, batch: batch.id, limit: 1000 });
  const places = new Set<string>();
  const entries = await allEntries();
  for (const { certId, anchoredIn } of certificates) {
    const receipt = decodeReceipt((await receiptOf(trial.database, fromHex(certId)))!);
    const { entry, index, path } = receipt;
    expect(toHex(receipt.certId)).toBe(certId);
    expect(canonicalJson(entry as unknown as Json)).toBe(
      canonicalJson(entries[entry.seq - 1] as unknown as Json),
    );
    expect(entry.seq).toBe(anchoredIn);
    const leaf = await leafHash(encodeLeaf(receipt));
    const root = fromHex(entry.root);
    expect(await verifyInclusion({ leafHash: leaf, index, path, root, size: entry.size })).toBe(true);
    expect(Buffer.from(receipt.attestation.payload).includes(await recordHash(entry))).toBe(true);
    expect(receipt.attestation.endorsements.length).toBeGreaterThanOrEqual(2);
    places.add(`${entry.seq}/${index}`);
  }
  expect(places.size).toBe(certificates.length);
}

describe('what was issued', () => {
  it('is anchored in entries by size, each certificate once, and its PDF carries the receipt', async () => {
    const first = (await allEntries()).length;
    const batch = await settled(await submit(3 * SIZE + 5));
    expect(batch).toMatchObject({ state: 'issued', issued: 3 * SIZE + 5, anchored: 3 * SIZE + 5 });
    await checkReceipts(batch);
    const sizes = (await allEntries()).slice(first).map(({ size }) => size);
    expect(Math.max(...sizes.map((size) => size ?? 0))).toBeLessThanOrEqual(SIZE);
    expect(await anchoringBacklog(trial.database)).toEqual([]);

    const [certificate] = await issuing.certificates({ issuer: zhejiang, batch: batch.id });
    const served = await issuing.pdf(zhejiang, certificate!.certId);
    expect(served.receipt).toBe('included');
    const receipt = await receiptOf(trial.database, fromHex(certificate!.certId));
    expect(Buffer.from(served.pdf).includes(Buffer.from(toHex(receipt!)))).toBe(true);
    expect(troubles).toEqual([]);
  });

  it('is anchored by age when few wait', async () => {
    const batch = await settled(await submit(2));
    expect(batch.anchored).toBe(2);
  });

  it('is issued while the ledger is down, and anchored once it is back', async () => {
    await peers.close();
    const batch = await submit(SIZE + 3);
    const issued = await until(async () => {
      const now = await issuing.batch(zhejiang, batch.id);
      return now.state === 'issued' ? now : undefined;
    });
    expect(issued).toMatchObject({ issued: SIZE + 3, anchored: 0 });
    expect((await anchoringBacklog(trial.database))[0]).toMatchObject({
      issuer: zhejiang,
      waiting: SIZE + 3,
    });
    await until(() => Promise.resolve(troubles[0]));
    peers = await startEmbeddedLedger({ dir: join(folder, 'ledger') });
    expect((await settled(batch)).anchored).toBe(SIZE + 3);
    await checkReceipts(batch);
  });
});

describe('a writer that died', () => {
  const anchoredOnce = async (batch: Batch, entriesBefore: number): Promise<void> => {
    startWriter();
    expect((await settled(batch)).anchored).toBe(5);
    await checkReceipts(batch);
    expect((await allEntries()).length).toBe(entriesBefore + 1);
  };
  const cutOnly = async (): Promise<Entry> => {
    const { network, channel } = ledger;
    const { under } = await ledger.registry(zhejiang);
    const place = { network, channel, issuer: zhejiang, under };
    await trial.database.transaction((transaction) =>
      cutEntry(transaction, place, { size: SIZE, bytes: 1024, without: [], kinds: itemKinds }),
    );
    const { rows } = await trial.database.query<{ entry: Buffer }>(
      `SELECT entry FROM entries WHERE state = 'stored'`,
    );
    return JSON.parse(rows[0]!.entry.toString()) as Entry;
  };
  const issuedOnly = async (): Promise<{ batch: Batch; before: number }> => {
    await stopWriter();
    const before = (await allEntries()).length;
    const batch = await submit(5);
    await until(async () =>
      (await issuing.batch(zhejiang, batch.id)).state === 'issued' ? true : undefined,
    );
    return { batch, before };
  };

  it('before it sent: the next sends the same bytes', async () => {
    const { batch, before } = await issuedOnly();
    const stored = await cutOnly();
    await anchoredOnce(batch, before);
    expect((await allEntries()).at(-1)).toEqual(stored);
  });

  it('after the ledger took it and before it knew: nothing is anchored twice', async () => {
    const { batch, before } = await issuedOnly();
    await ledger.append(await cutOnly());
    await anchoredOnce(batch, before);
  });

  it('long ago: what was not taken gets a new time', async () => {
    const { batch, before } = await issuedOnly();
    const stored = await cutOnly();
    const old = Buffer.from(
      canonicalJson({ ...stored, time: '2026-01-01T00:00:00.000Z' } as unknown as Json),
    );
    await trial.database.query(`UPDATE entries SET entry = $1, hash = $2 WHERE state = 'stored'`, [
      old,
      createHash('sha256').update(old).digest(),
    ]);
    await anchoredOnce(batch, before);
    expect((await allEntries()).at(-1)!.time > '2026-02').toBe(true);
  });

  it('and whose bytes arrived with another time after all: that entry is taken as its own', async () => {
    const { batch, before } = await issuedOnly();
    const stored = await cutOnly();
    await ledger.append({ ...stored, time: new Date(Date.parse(stored.time) + 1000).toISOString() });
    await anchoredOnce(batch, before);
  });

  it('with a database from a backup: entries that it does not know are taken over', async () => {
    const { batch, before } = await issuedOnly();
    const stored = await cutOnly();
    await ledger.append({ ...stored, size: stored.size!, root: '11'.repeat(32) });
    startWriter();
    expect((await settled(batch)).anchored).toBe(5);
    await checkReceipts(batch);
    expect((await allEntries()).length).toBe(before + 2);
  });

  it('leaves the lock to the next, and only then', async () => {
    const second = new AbortController();
    const other = runAnchoring(anchoring, second.signal);
    const batch = await settled(await submit(3));
    expect(batch.anchored).toBe(3);
    await stopWriter();
    next += 10;
    expect((await settled(await submit(3))).anchored).toBe(3);
    second.abort();
    await other;
    startWriter();
  });
});

describe('a status change', () => {
  const certified = async (): Promise<Buffer> => {
    const batch = await settled(await submit(1));
    const [certificate] = await issuing.certificates({ issuer: zhejiang, batch: batch.id });
    return Buffer.from(certificate!.certId, 'hex');
  };
  const request = { issuer: zhejiang, submittedBy: 'operator-1' } as const;
  const onLedger = (certId: Buffer): Promise<unknown> =>
    until(async () => (await ledger.status(zhejiang, certId.toString('hex'))) ?? undefined);
  const code = async (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'fulfilled',
      (error: unknown) => (error as { code?: unknown }).code,
    );

  it('reaches the ledger; suspended may become reinstated and revoked, revoked nothing', async () => {
    const certId = await certified();
    await requestChange(trial.options, { ...request, certId, state: 'suspended', reason: 'under-review' });
    expect(await onLedger(certId)).toMatchObject({ state: 'suspended', reason: 'under-review' });
    await requestChange(trial.options, { ...request, certId, state: 'reinstated', reason: 'review-passed' });
    await requestChange(trial.options, { ...request, certId, state: 'revoked', reason: 'data-error' });
    await until(async () => {
      const status = await ledger.status(zhejiang, certId.toString('hex'));
      return status?.state === 'revoked' ? status : undefined;
    });
    expect((await ledger.history(zhejiang, certId.toString('hex'))).map(({ state }) => state)).toEqual([
      'revoked',
      'reinstated',
      'suspended',
    ]);
    const again = requestChange(trial.options, {
      ...request,
      certId,
      state: 'reinstated',
      reason: 'unspecified',
    });
    expect(await code(again)).toBe('STATE_FINAL');
    expect((await issuing.certificate(zhejiang, certId.toString('hex'))).state).toBe('revoked');
  });

  it('is made once for an Idempotency-Key', async () => {
    const certId = await certified();
    const change = {
      ...request,
      certId,
      state: 'revoked',
      reason: 'lost',
      idempotencyKey: `c${next}`,
    } as const;
    const made = await Promise.all([1, 2, 3].map(() => requestChange(trial.options, change)));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(await code(requestChange(trial.options, { ...change, reason: 'moved' }))).toBe(
      'IDEMPOTENCY_KEY_REUSED',
    );
  });

  it('waits for a second person where four eyes are asked', async () => {
    const certId = await certified();
    await trial.database.query('UPDATE issuers SET four_eyes = true');
    const proposed = await requestChange(trial.options, {
      ...request,
      certId,
      state: 'revoked',
      reason: 'lost',
    });
    await trial.database.query('UPDATE issuers SET four_eyes = false');
    expect(proposed.decision).toBe('proposed');
    const decision = { issuer: zhejiang, id: proposed.id, by: 'operator-1', approve: true };
    expect(await code(decideChange(trial.options, decision))).toBe('APPROVER_IS_SUBMITTER');
    expect(await decideChange(trial.options, { ...decision, by: 'approver-1' })).toMatchObject({
      decision: 'made',
      approvedBy: 'approver-1',
    });
    expect(await onLedger(certId)).toMatchObject({ state: 'revoked' });
  });

  it('by renewal stands in one entry with the new certificate', async () => {
    const renews = await certified();
    const batch = await settled(
      await issuing.submitApplication({
        ...request,
        type: 'business-licence',
        fields: { ...licence(next), capital: '人民币贰佰万元整' },
        validFrom: '2026-01-01',
        validUntil: '',
        renews,
      }),
    );
    const [renewed] = await issuing.certificates({ issuer: zhejiang, batch: batch.id });
    const status = await onLedger(renews);
    expect(status).toMatchObject({ state: 'superseded', by: { issuer: zhejiang, cert: renewed!.certId } });
    const receipt = decodeReceipt((await receiptOf(trial.database, fromHex(renewed!.certId)))!);
    expect(receipt.entry.changes).toMatchObject([{ cert: renews.toString('hex'), state: 'superseded' }]);
  });

  it('follows the one before, however many wait', async () => {
    const certId = await certified();
    const states = ['suspended', 'reinstated'] as const;
    for (let i = 0; i < 4; i++) {
      await requestChange(trial.options, {
        ...request,
        certId,
        state: states[i % 2]!,
        reason: 'unspecified',
      });
    }
    const told = async (): Promise<string[]> =>
      (await ledger.history(zhejiang, certId.toString('hex'))).map(({ state }) => state);
    await until(async () => ((await told()).length === 4 ? true : undefined));
    expect(await told()).toEqual(['reinstated', 'suspended', 'reinstated', 'suspended']);
  });

  it('is one of at most 1,000 in an entry', async () => {
    await certified();
    await stopWriter();
    const { database } = trial;
    // 1,001 certificates copied from the one, each revoked.
    await database.query(
      `WITH copies AS (
         INSERT INTO certificates (cert_id, issuer, issuer_name, type, type_version, layout, identifier, serial, version, batch, line,
           is_current, issued_on, valid_from, keys, submitted_by)
         SELECT uuid_send(gen_random_uuid()), issuer, issuer_name, type, type_version, layout, 'copy ' || n, 'copy', 1, batch, 9 + n,
           false, issued_on, valid_from, keys, submitted_by
         FROM (SELECT * FROM certificates ORDER BY created_at DESC LIMIT 1) c, generate_series(1, 1001) n
         RETURNING cert_id, issuer),
       changes AS (
         INSERT INTO status_changes (id, issuer, cert_id, decision, state, reason, submitted_by)
         SELECT gen_random_uuid(), issuer, cert_id, 'made', 'revoked', 'unspecified', 'operator-1' FROM copies
         RETURNING id, issuer)
       INSERT INTO outbox (issuer, change, kind) SELECT issuer, id, 'urgent' FROM changes`,
    );
    const from = (await allEntries()).length;
    const bySize = { ...anchoring, size: 5000 };
    const stopping = new AbortController();
    const done = runAnchoring(bySize, stopping.signal);
    await until(async () => ((await anchoringBacklog(database)).length === 0 ? true : undefined));
    stopping.abort();
    await done;
    startWriter();
    expect((await allEntries()).slice(from).map(({ changes }) => changes?.length)).toEqual([1000, 1]);
  });
});

describe('the log of an issuer', () => {
  const second = '11330000MB00000279';
  const apply = async (issuer: string, n: number, renews?: Uint8Array): Promise<string> => {
    const request = { issuer, type: 'business-licence', submittedBy: 'operator-1', fields: licence(n) };
    const validity = { validFrom: '2026-01-01', validUntil: '' };
    const batch = await issuing.submitApplication({ ...request, ...validity, ...(renews && { renews }) });
    for await (const now of issuing.watch(issuer, batch.id, never)) {
      if (now.state === 'issued') break;
    }
    return (await issuing.certificates({ issuer, batch: batch.id }))[0]!.certId;
  };

  it('begins by itself when a department is added, and takes what is transferred to it', async () => {
    const added = {
      ...trial.issuer,
      code: second,
      name: '浙江省示例行政审批局',
      authorities: [trial.issuer.name],
      algorithm: 'RS256',
    } as const;
    await saveIssuer(trial.database, trial.keys, added, trial.options.protection);
    const [from, to] = await Promise.all([apply(zhejiang, next), apply(second, next)]);
    await requestChange(trial.options, {
      issuer: zhejiang,
      certId: fromHex(from),
      state: 'transferred',
      reason: 'moved',
      by: { issuer: second, certId: fromHex(to) },
      submittedBy: 'operator-1',
    });
    const status = await until(async () => (await ledger.status(zhejiang, from)) ?? undefined);
    expect(status).toMatchObject({ state: 'transferred', by: { issuer: second, cert: to } });
    const receipt = decodeReceipt(await until(() => receiptOf(trial.database, fromHex(to))));
    // RSA signs the PDF, one P-256 key the QR code, another the credential.
    expect(receipt.entry).toMatchObject({ issuer: second, seq: 1 });
    expect(receipt.entry.keys).toHaveLength(3);
  });

  it('holds as few renewals an entry as fit into a receipt', async () => {
    const olds = [];
    for (let i = 0; i < 7; i++) olds.push(await apply(zhejiang, next + i));
    await until(async () => ((await anchoringBacklog(trial.database)).length === 0 ? true : undefined));
    await stopWriter();
    for (const [i, old] of olds.entries()) await apply(zhejiang, next + i, fromHex(old));
    const from = (await allEntries()).length;
    startWriter();
    await until(async () => ((await anchoringBacklog(trial.database)).length === 0 ? true : undefined));
    const entries = (await allEntries()).slice(from);
    expect(entries.flatMap(({ changes }) => changes ?? [])).toHaveLength(7);
    for (const entry of entries)
      expect(canonicalJson(entry as unknown as Json).length).toBeLessThanOrEqual(1024);
    expect(entries.length).toBeLessThan(7);
  });

  it('is not held up by an item that the ledger refuses for good', async () => {
    const certId = fromHex(await apply(zhejiang, next));
    await stopWriter();
    const by = { issuer: '11330000MB00000354', certId };
    const change = {
      issuer: zhejiang,
      certId,
      submittedBy: 'operator-1',
      state: 'transferred',
      reason: 'moved',
    } as const;
    await requestChange(trial.options, { ...change, by });
    const others = [];
    for (let i = 1; i < 4; i++) others.push(fromHex(await apply(zhejiang, next + i)));
    for (const other of others) {
      await requestChange(trial.options, { ...change, certId: other, state: 'revoked' });
    }
    startWriter();
    await until(async () => {
      const [backlog] = await anchoringBacklog(trial.database);
      return backlog?.waiting === 1 && backlog.refused === 1 ? true : undefined;
    });
    for (const other of others) {
      expect(await ledger.status(zhejiang, toHex(other))).toMatchObject({ state: 'revoked' });
    }
    await trial.database.query('DELETE FROM outbox WHERE refused IS NOT NULL');
  });
});

describe('the feed', () => {
  it('holds every record in pages that chain to the attested heads, and the QR lists', async () => {
    const batch = await settled(await submit(2));
    feed.refresh();
    const [certificate] = await issuing.certificates({ issuer: zhejiang, batch: batch.id });
    const checkpoint = await until(async () => {
      const file = parseCheckpoint(await readFile(join(folder, 'feed/checkpoint.json')));
      const own = parseHeads(file.heads).find(({ id }) => id === zhejiang);
      return (own?.seq ?? 0) >= certificate!.anchoredIn! ? file : undefined;
    });
    for (const { log, id, seq, hash } of parseHeads(checkpoint.heads)) {
      let prev = '0'.repeat(64);
      let count = 0;
      while (count < seq) {
        const page = parsePage(await readFile(join(folder, pagePath(log, id, count + 1))));
        for (const record of page.records.slice(0, seq - count)) {
          expect(record).toMatchObject({ seq: (count += 1), prev });
          prev = await recordHash(record);
        }
      }
      expect(prev).toBe(hash);
    }
    const { rows } = await trial.database.query<{ leaf: Buffer }>(
      'SELECT leaf FROM documents WHERE cert_id = $1',
      [Buffer.from(certificate!.certId, 'hex')],
    );
    const list = await feed.file(`i/${zhejiang}/qr/${certificate!.anchoredIn}`);
    expect(qrListHas(list!.bytes, decodeLeaf(rows[0]!.leaf).qr!)).toBe(true);
    expect(await feed.file('anchor/1.json')).toMatchObject({ immutable: false });
    expect(await feed.file('n/1.json')).toMatchObject({ immutable: false });
    for (const path of ['../ledger/trust-anchor.json', 'n/../../x', 'i', '', 'receipts/x']) {
      expect(await feed.file(path)).toBeUndefined();
    }
  });

  it('goes on where it stopped, without writing the past again', async () => {
    const again = openFeed({ ledger, database: trial.database, folder });
    const before = await readFile(join(folder, `feed/n/1.json`));
    await again.update();
    expect(await readFile(join(folder, `feed/n/1.json`))).toEqual(before);
  });

  it('has trust anchors attested anew, since the certificates of those who attested them end', async () => {
    const provinces = await Promise.all(Object.values(peers.ledgerFiles).map((file) => connectLedger(file)));
    const { anchor } = await ledger.networkState();
    const [first, ...others] = provinces;
    const renamed = anchor.provinces.map((one) => ({ ...one, name: `${one.name}（样例）` }));
    const next = { ...anchor, n: anchor.n + 1, provinces: renamed };
    const made = await first!.propose([{ kind: 'anchor', anchor: next }]);
    for (const province of others) if ((await province.approve(made.proposal)).enacted) break;
    await Promise.all(provinces.map((one) => one.close()));
    const path = join(folder, `feed/anchor/${next.n}.json`);
    const before = parseAnchorFile(await until(() => readFile(path).catch(() => undefined)));
    await openFeed({ ledger, database: trial.database, folder }).update();
    const after = parseAnchorFile(await readFile(path));
    expect(after.anchor).toEqual(next);
    expect(after.attestation.payload).not.toEqual(before.attestation.payload);
    expect(await feed.file(`anchor/${next.n}.json`)).toMatchObject({ immutable: false });
  });

  it('listens on behind the last event that became pages, and from the first block where there was none', async () => {
    const { block, transactionId } = await until(async () => {
      const text = await readFile(join(folder, 'events.json'), 'utf8').catch(() => undefined);
      return text === undefined ? undefined : (JSON.parse(text) as { block: string; transactionId: string });
    });
    const heard: EventsOptions[] = [];
    const listening = new Proxy(ledger, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        if (name !== 'events') return member.bind(target) as unknown;
        return (options: EventsOptions) => {
          heard.push(options);
          return target.events(options);
        };
      },
    });
    const empty = await mkdtemp(join(folder, 'empty-'));
    for (const [count, place] of [folder, empty].entries()) {
      const ending = new AbortController();
      const done = openFeed({ ledger: listening, database: trial.database, folder: place }).run(
        ending.signal,
      );
      await until(() => Promise.resolve(heard[count]));
      ending.abort();
      await done;
    }
    expect(heard).toMatchObject([{ after: { block: BigInt(block), transactionId } }, { from: 0n }]);
  });
});

describe('what the database has as anchored', () => {
  /** Of the ledger and a database that was changed, which is undone. */
  const held = (change: string, values: unknown[] = [zhejiang]): Promise<unknown> =>
    codeOf(
      trial.database.transaction(async (tx) => {
        const { rowCount } = await tx.query(change, values);
        expect(rowCount).toBe(1);
        await requireHeld(tx, ledger);
        throw Object.assign(new Error('undone'), { code: 'held' });
      }),
    );
  const last = 'issuer = $1 AND seq = (SELECT max(seq) FROM entries WHERE issuer = $1)';

  it('is looked for on the ledger, which may have more, but not less or anything else', async () => {
    expect((await settled(await submit(3))).anchored).toBe(3);
    next += 10;
    expect((await settled(await submit(3))).anchored).toBe(3);
    await requireHeld(trial.database, ledger);
    expect(await held(`UPDATE entries SET state = 'stored' WHERE ${last}`)).toBe('held');
    expect(await held(`UPDATE entries SET hash = sha256(hash) WHERE ${last}`)).toBe('LEDGER_DIFFERS');
    const earlier = `UPDATE entries SET hash = sha256(hash) WHERE issuer = $1
      AND seq = (SELECT max(seq) - 1 FROM entries WHERE issuer = $1)`;
    const withoutLast = `WITH gone AS (UPDATE entries SET state = 'stored' WHERE ${last}) ${earlier}`;
    expect(await held(withoutLast)).toBe('LEDGER_DIFFERS');
    const more = `INSERT INTO entries (issuer, seq, entry, hash, state, size)
      SELECT issuer, seq + 1, entry, sha256(hash), 'appended', size FROM entries WHERE ${last}`;
    expect(await held(more)).toBe('LEDGER_BEHIND');
  });
});
