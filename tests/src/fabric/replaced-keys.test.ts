import { createHash } from 'node:crypto';
import type { X509Certificate } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectLedger } from '@certbridge/service/ledger/adapter';
import type { CertBridge } from '@certbridge/service/start';
import { verifyAttestation } from '@certbridge/verifier-sdk';
import { parseCheckpoint, parseTrustAnchor } from '@certbridge/verifier-sdk/formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing } from '../requirements.js';
import { expectAgreement, expectAnchoredOnce } from './consistency.js';
import type { FabricNetwork } from './network.js';
import { PROVINCES, startRunning, startService } from './running.js';
import type { Running } from './running.js';
import { Window } from './window.js';
import { pdfOf, WorkingDay } from './working-day.js';

/** Comes in this order: each goes on with the network as the one before left it. */
describe.skipIf(missing('peer') || missing('orderer'))('a key of a running network that a thief has', () => {
  let running: Running;
  let network: FabricNetwork;
  let bridge: CertBridge;
  /** Pinned the first trust anchor, and is never touched. */
  let window: Window;
  /** What a thief has copied of Zhejiang's folder. */
  let stolen: string;
  const acknowledged: string[] = [];

  beforeAll(async () => {
    running = await startRunning();
    ({ network, bridge } = running);
    window = await Window.open(network.firstTrustAnchor, bridge.url);
    stolen = await mkdtemp(join(tmpdir(), 'certbridge-stolen-'));
    await cp(join(network.dir, 'organisations'), stolen, { recursive: true });
  });
  afterAll(async () => {
    await bridge.close();
    await running.close();
    await rm(stolen, { recursive: true });
  });

  const sync = async (): Promise<void> => {
    await bridge.service.feed.update();
    expect(await window.sync()).toMatchObject({ problems: [], equivocation: false });
  };
  const verdicts = (...certIds: string[]): Promise<string[]> =>
    Promise.all(certIds.map(async (certId) => (await window.verify(await pdfOf(bridge, certId))).code));

  /**
   * Replaces a key while certificates are issued, by a command that is killed after each of these steps and repeated:
   * nothing is lost, windows go on, and the key is another one.
   */
  async function replaced(
    mspId: string,
    member: string,
    name: string,
    killedAfter: readonly string[] = [],
  ): Promise<X509Certificate> {
    const before = await network.certificate(mspId, member);
    const day = new WorkingDay(bridge, acknowledged);
    await day.issued(20);
    for (const step of killedAfter) await network.killedAt(step, 'replace-key', name);
    await network.command('replace-key', name);
    await day.issued(20);
    await day.close();
    const after = await network.certificate(mspId, member);
    expect(after.publicKey.equals(before.publicKey)).toBe(false);
    await expectAnchoredOnce(bridge, acknowledged);
    await expectAgreement(network, ...PROVINCES);
    await sync();
    expect(await verdicts(acknowledged[0]!, acknowledged.at(-1)!)).toEqual(['OK', 'OK']);
    return before;
  }

  /** A ledger file of Zhejiang with the keys that the thief has. */
  async function thiefsLedgerFile(): Promise<string> {
    const text = await readFile(network.ledgerFile('ZhejiangMSP'), 'utf8');
    const file = join(network.dir, 'ledgers', 'thief.json');
    const members = /"[^"]*ZhejiangMSP\/((?:admin|service)\/[^"]*)"/g;
    await writeFile(
      file,
      text.replace(members, (_, path: string) => JSON.stringify(join(stolen, 'ZhejiangMSP', path))),
    );
    return file;
  }

  it('of a peer counts for no window any more, which follows by itself', async () => {
    const day = new WorkingDay(bridge, acknowledged);
    await day.issued(20);
    await day.close();
    await sync();
    const checkpoint = parseCheckpoint(await readFile(join(bridge.data, 'feed/feed/checkpoint.json')));
    const steps = ['新密钥', '换用新密钥', '通道配置', '重启', '各省互联'];
    const old = await replaced('ZhejiangMSP', 'peer0.ZhejiangMSP', 'peer0.ZhejiangMSP', steps);
    const { anchors } = window.mirror;
    const digest = createHash('sha256').update(old.raw).digest('hex');
    expect(anchors.map(({ n }) => n)).toEqual([1, 2]);
    expect(anchors[1]!.provinces.find(({ mspId }) => mspId === 'ZhejiangMSP')?.revoked).toEqual([digest]);
    // What the old key has signed was good under the first anchor, and is good no more.
    const first = parseTrustAnchor(await readFile(network.firstTrustAnchor));
    const check = { tag: 'certbridge/checkpoint/1', rule: 'now', now: Date.now() } as const;
    const asked = { nonce: checkpoint.nonce };
    const { attestation } = checkpoint;
    expect(
      attestation.endorsements.some(({ endorser }) => Buffer.from(endorser).includes(old.toString().trim())),
    ).toBe(true);
    await verifyAttestation(attestation, { ...check, asked, anchor: first });
    await expect(verifyAttestation(attestation, { ...check, asked, anchor: anchors[1]! })).rejects.toThrow();
  });

  it('of an orderer takes part in consensus no more; the new one does', async () => {
    const [orderer] = (await network.processes()).filter(
      ({ name, leads }) => name.startsWith('orderer') && !leads,
    );
    const { name, organisation } = orderer!;
    await replaced(organisation, name, name);
    // Of four, three must take part: with another one away, the replaced one is needed.
    const other = (await network.processes()).find(
      (entry) => entry.name.startsWith('orderer') && entry.name !== name && !entry.leads,
    );
    await network.signal('SIGSTOP', (entry) => entry.name === other!.name);
    try {
      const day = new WorkingDay(bridge, acknowledged);
      await day.issued(20);
      await day.close();
      await expectAnchoredOnce(bridge, acknowledged);
    } finally {
      await network.signal('SIGCONT', (entry) => entry.name === other!.name);
    }
  });

  it('of an administrator or a service opens nothing, neither the ledger nor the channel', async () => {
    await network.command('replace-key', 'admin.ZhejiangMSP');
    await network.command('replace-key', 'service.ZhejiangMSP');
    const thief = await connectLedger(await thiefsLedgerFile());
    await expect(thief.networkState()).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
    await expect(thief.propose([{ kind: 'feature', feature: 'theft' }])).rejects.toMatchObject({
      code: 'LEDGER_UNAVAILABLE',
    });
    await thief.close();
    await bridge.close();
    bridge = await startService(network, bridge.data);
    window = await Window.open(network.firstTrustAnchor, bridge.url);
    const ledger = await connectLedger(network.ledgerFile('ZhejiangMSP'));
    expect(await ledger.propose([{ kind: 'feature', feature: 'replaced' }])).toMatchObject({
      enacted: false,
    });
    await ledger.close();
    const day = new WorkingDay(bridge, acknowledged);
    await day.issued(20);
    await day.close();
    await expectAnchoredOnce(bridge, acknowledged);
    await sync();
    expect(await verdicts(acknowledged[0]!, acknowledged.at(-1)!)).toEqual(['OK', 'OK']);
  });
});
