import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  approveTypes,
  connectLedger,
  LedgerFileError,
  LedgerUnavailable,
} from '@certbridge/service/ledger/adapter';
import type { Ledger } from '@certbridge/service/ledger/adapter';
import { startEmbeddedLedger } from '@certbridge/network';
import { IssuerLog, TYPE } from './issuers.js';

type Running = Awaited<ReturnType<typeof startEmbeddedLedger>>;

/* What the adapter does when peers go away; on the embedded ledger, which can be stopped and started quickly. */

let dir = '';
let running: Running;
let file = '';
const opened: Ledger[] = [];

async function open(path: string, deadlines = {}): Promise<Ledger> {
  const ledger = await connectLedger(path, { deadlines });
  opened.push(ledger);
  return ledger;
}

/** The ledger file with other content. */
async function altered(name: string, change: (content: Record<string, unknown>) => object): Promise<string> {
  const path = join(dir, name);
  const content = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  await writeFile(path, JSON.stringify({ ...content, ...change(content) }));
  return path;
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'certbridge-resilience-'));
  running = await startEmbeddedLedger({ dir });
  file = running.ledgerFiles['ZhejiangMSP']!;
  const provinces = [await open(file), await open(running.ledgerFiles['AnhuiMSP']!)];
  expect(await approveTypes(provinces, [{ code: TYPE, name: '居住证' }])).toEqual([]);
  expect(await approveTypes(provinces, [{ code: TYPE, name: '居住证' }])).toEqual([]);
});

afterAll(async () => {
  await Promise.all(opened.map((ledger) => ledger.close()));
  await running.close();
  await rm(dir, { recursive: true, force: true });
});

describe('a peer that does not answer', () => {
  it('is passed over for the next one', async () => {
    const withDead = await altered('dead-first.json', ({ peers }) => {
      const [peer] = peers as [object];
      return { peers: [{ ...peer, endpoint: 'localhost:1' }, peer] };
    });
    const ledger = await open(withDead);
    const log = await IssuerLog.open(ledger);
    await log.append(log.next(log.tree()));
    expect(await ledger.entries(log.issuer, 1, 100)).toHaveLength(1);
    expect((await ledger.attestEntry(log.issuer, 1)).endorsements).toHaveLength(2);
    for await (const event of ledger.events({ from: 0n })) {
      if (event.issuer === log.issuer) break;
    }
  });

  it('and is the only one makes the ledger unavailable, not the refusal of anything', async () => {
    const dead = await altered('dead.json', ({ peers }) => {
      const [peer] = peers as [object];
      return { peers: [{ ...peer, endpoint: 'localhost:1' }] };
    });
    const ledger = await open(dead);
    await expect(ledger.heads()).rejects.toBeInstanceOf(LedgerUnavailable);
    await expect(ledger.beat()).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE', kind: 'unavailable' });
  });
});

describe('a ledger that stops and comes back', () => {
  it('finds its clients again, their events neither lost nor doubled, their entries where they were', async () => {
    const ledger = await open(file);
    const log = await IssuerLog.open(ledger);
    await log.append(log.next(log.tree()));
    const stop = new AbortController();
    const seen: number[] = [];
    const listening = (async () => {
      for await (const event of ledger.events({ from: 0n, signal: stop.signal })) {
        if (event.issuer === log.issuer) seen.push(event.seq);
        if (seen.length === 3) stop.abort();
      }
    })();
    await expect.poll(() => seen).toEqual([1]);
    const port = Number(running.endpoint.split(':')[1]);
    await running.close();
    const entry = log.next(log.tree());
    await expect(ledger.append(entry)).rejects.toBeInstanceOf(LedgerUnavailable);
    running = await startEmbeddedLedger({ dir, port });
    await expect.poll(() => ledger.append(entry).catch(() => undefined)).toMatchObject({ seq: 2 });
    await log.follow(entry);
    await log.append(log.next(log.tree()));
    await listening;
    expect(seen).toEqual([1, 2, 3]);
  });
});

describe('a closed connection', () => {
  it('ends its events and refuses calls as unavailable', async () => {
    const ledger = await connectLedger(file);
    const events = ledger.events({ from: 0n })[Symbol.asyncIterator]();
    await events.next();
    await ledger.close();
    for (let event = await events.next(); event.done !== true;) event = await events.next();
    await expect(ledger.heads()).rejects.toBeInstanceOf(LedgerUnavailable);
  });
});

describe('a ledger file', () => {
  it.each<[string, (content: Record<string, unknown>) => object]>([
    ['without peers', () => ({ peers: [] })],
    ['with a member that is not known', () => ({ password: 'x' })],
    [
      'that names a missing certificate',
      () => ({ identity: { certificate: 'none.pem', privateKey: 'none.pem' } }),
    ],
    [
      'with something else for a trust anchor',
      ({ identity }) => ({ trustAnchor: (identity as { certificate: string }).certificate }),
    ],
    ['for another channel than its trust anchor', () => ({ channel: 'other' })],
    [
      'with a certificate for a key',
      ({ identity }) => {
        const { certificate } = identity as { certificate: string };
        return { identity: { certificate, privateKey: certificate } };
      },
    ],
  ])('%s is refused by name', async (name, change) => {
    const path = await altered(`${name.replaceAll(' ', '-')}.json`, change);
    await expect(connectLedger(path)).rejects.toBeInstanceOf(LedgerFileError);
  });

  it('that is not there or not JSON is refused by name', async () => {
    await expect(connectLedger(join(dir, 'absent.json'))).rejects.toBeInstanceOf(LedgerFileError);
    await writeFile(join(dir, 'text.json'), 'not JSON');
    await expect(connectLedger(join(dir, 'text.json'))).rejects.toBeInstanceOf(LedgerFileError);
  });

  it('without an administrator cannot govern', async () => {
    const ledger = await open(await altered('plain.json', () => ({ administrator: undefined })));
    await expect(ledger.approve('0'.repeat(64))).rejects.toMatchObject({ code: 'ADMINISTRATOR_MISSING' });
  });
});
