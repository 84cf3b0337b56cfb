import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { receiptOf } from '@certbridge/service/ledger/anchoring';
import { connectLedger } from '@certbridge/service/ledger/adapter';
import type { CertBridge } from '@certbridge/service/start';
import { decodeReceipt, fromHex, parseCheckpoint } from '@certbridge/verifier-sdk/formats';
import type { Attestation } from '@certbridge/verifier-sdk/formats';
import { auditHead, syncAuditHeads, verifyAudit } from '@certbridge/verifier-sdk/node';
import type { AuditRecord } from '@certbridge/verifier-sdk/node';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { missing } from '../requirements.js';
import { anchored, expectAgreement, expectAnchoredOnce } from './consistency.js';
import type { FabricNetwork } from './network.js';
import { PROVINCES, startRunning, startService } from './running.js';
import type { Running } from './running.js';
import { Window } from './window.js';
import { departments, pdfOf, WorkingDay } from './working-day.js';

const JOINED = [...PROVINCES, 'JiangsuMSP'];
/** Provinces whose peers signed. */
const signers = ({ endorsements }: Attestation): Set<string> =>
  new Set(
    endorsements.map(
      ({ endorser }) => /[A-Za-z]+MSP/.exec(Buffer.from(endorser).toString('latin1'))?.[0] ?? '',
    ),
  );

/** Comes in this order: each goes on with the network as the one before left it. */
describe.skipIf(missing('peer') || missing('orderer'))('a real network that grows', () => {
  let running: Running;
  let network: FabricNetwork;
  let bridge: CertBridge;
  /** Pinned the first trust anchor, and is never touched. */
  let window: Window;
  const acknowledged: string[] = [];

  beforeAll(async () => {
    running = await startRunning();
    ({ network, bridge } = running);
    window = await Window.open(network.firstTrustAnchor, bridge.url);
  });
  afterAll(() => running.close());

  const sync = async (): Promise<void> => {
    await bridge.service.feed.update();
    expect(await window.sync()).toMatchObject({ problems: [], equivocation: false });
  };
  const verdicts = async (...certIds: string[]): Promise<string[]> =>
    Promise.all(certIds.map(async (certId) => (await window.verify(await pdfOf(bridge, certId))).code));

  it('takes a province in while certificates are issued; windows that pinned the old anchor follow', async () => {
    const day = new WorkingDay(bridge, acknowledged);
    await day.issued(40);
    await anchored(bridge, acknowledged.slice(0, 1));
    await sync();
    expect(await verdicts(acknowledged[0]!)).toEqual(['OK']);
    await network.command('add-province', '江苏', '--threshold', '3');
    await day.issued(40);
    await day.close();
    await expectAnchoredOnce(bridge, acknowledged);
    await expectAgreement(network, ...JOINED);
    await sync();
    const { anchors } = window.mirror;
    expect(anchors.map(({ n, threshold }) => [n, threshold])).toEqual([
      [1, 2],
      [2, 3],
    ]);
    expect(anchors[1]!.provinces.map(({ mspId }) => mspId)).toEqual([...JOINED].sort());
    expect(await verdicts(acknowledged[0]!, acknowledged.at(-1)!)).toEqual(['OK', 'OK']);
  });

  it('gives receipts and checkpoints with the endorsements of three provinces, which verify offline', async () => {
    await bridge.close();
    bridge = await startService(network, bridge.data);
    window = await Window.open(join(network.dir, 'trust-anchor-1.json'), bridge.url);
    const newWindow = await Window.open(join(network.dir, 'trust-anchor.json'), bridge.url);
    const day = new WorkingDay(bridge, acknowledged);
    await day.issued(20);
    await day.close();
    await expectAnchoredOnce(bridge, acknowledged);
    await sync();
    const certId = acknowledged.at(-1)!;
    const receipt = decodeReceipt((await receiptOf(bridge.service.database, fromHex(certId)))!);
    const checkpoint = parseCheckpoint(await readFile(join(bridge.data, 'feed/feed/checkpoint.json')));
    expect(signers(receipt.attestation).size).toBe(3);
    expect(signers(checkpoint.attestation).size).toBe(3);
    expect(await verdicts(acknowledged[0]!, certId)).toEqual(['OK', 'OK']);
    const alone = await newWindow.verifyAlone(await pdfOf(bridge, certId));
    expect(alone.code).toBe('STATUS_UNKNOWN');
    expect(alone.checks).toContainEqual(expect.objectContaining({ name: 'anchoring', outcome: 'pass' }));
  });

  it('holds the head of the audit, as provinces attest it, against which an export is whole', async () => {
    // Something that is written down.
    const authorization = `Bearer ${await bridge.token('auditor')}`;
    const ask = (path: string): Promise<Response> =>
      fetch(`${bridge.url}${path}`, { headers: { authorization } });
    expect((await ask('/api/v1/people')).status).toBe(200);
    const province = PROVINCES[0];
    await vi.waitFor(
      async () => {
        await sync();
        await syncAuditHeads(window.mirror, { urls: [bridge.url] }, [province]);
        expect((await auditHead(window.mirror, province))?.size).toBeGreaterThan(0);
      },
      { timeout: 120_000, interval: 1_000 },
    );
    const lines = (await (await ask('/api/v1/audit/export')).text()).trim().split('\n');
    const records = lines.map((line) => JSON.parse(line) as AuditRecord);
    const head = (await auditHead(window.mirror, province))!;
    expect(await verifyAudit(records, head)).toMatchObject({ findings: [], proven: head.size });
    expect(await verifyAudit(records.toSpliced(0, 1), head)).not.toMatchObject({ findings: [] });
  });

  it('changes to the next version of the contract while certificates are issued and verified', async () => {
    const first = acknowledged[0]!;
    const [ledger] = bridge.service.ledgers;
    const day = new WorkingDay(bridge, acknowledged);
    const upgraded = new AbortController();
    let looks = 0;
    const looking = (async (): Promise<void> => {
      for (; !upgraded.signal.aborted; looks += 1) {
        await sync();
        expect(await verdicts(first)).toEqual(['OK']);
        await ledger!.attestStatus(departments[0]!.issuer, first, first);
      }
    })();
    await network.command('upgrade');
    await day.issued(40);
    upgraded.abort();
    await looking;
    await day.close();
    expect(looks).toBeGreaterThan(5);
    const contracts = (await network.processes()).filter(({ name }) => name.startsWith('chaincode'));
    expect(contracts.map(({ name }) => name).sort()).toEqual(
      [...JOINED].sort().map((mspId) => `chaincode.${mspId}.v2`),
    );
    await expectAnchoredOnce(bridge, acknowledged);
    await expectAgreement(network, ...JOINED);
    await sync();
    expect(await verdicts(first, acknowledged.at(-1)!)).toEqual(['OK', 'OK']);
  });

  it('goes on with any four of its five orderers, with three no more, and again with four', async () => {
    const supervisor = await network.supervisorPid();
    process.kill(supervisor, 'SIGSTOP');
    const orderers = (await network.processes()).filter(({ name }) => name.startsWith('orderer'));
    expect(orderers).toHaveLength(5);
    const [leader] = orderers.filter(({ leads }) => leads);
    const [follower] = orderers.filter(({ leads }) => !leads);
    const day = new WorkingDay(bridge, acknowledged);
    await network.signal('SIGKILL', ({ name }) => name === leader!.name);
    await day.issued(20);
    await anchored(bridge, acknowledged.slice(-10));
    await network.signal('SIGSTOP', ({ name }) => name === follower!.name);
    const deadlines = { submit: 1_000, commit: 1_000 };
    const hurried = await connectLedger(network.ledgerFile('SichuanMSP'), { deadlines });
    await expect(hurried.beat()).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
    await hurried.close();
    process.kill(supervisor, 'SIGCONT');
    await network.signal('SIGCONT', ({ name }) => name === follower!.name);
    await day.issued(20);
    await day.close();
    await expectAnchoredOnce(bridge, acknowledged);
  });

  it('renews every certificate under its key while certificates are issued; old receipts stay good', async () => {
    const before = await network.certificate('AnhuiMSP', 'peer0.AnhuiMSP');
    const day = new WorkingDay(bridge, acknowledged);
    await network.command('renew');
    await day.issued(20);
    await day.close();
    const after = await network.certificate('AnhuiMSP', 'peer0.AnhuiMSP');
    expect(after.serialNumber).not.toBe(before.serialNumber);
    expect(after.publicKey.equals(before.publicKey)).toBe(true);
    await expectAnchoredOnce(bridge, acknowledged);
    await expectAgreement(network, ...JOINED);
    await sync();
    expect(await verdicts(acknowledged[0]!, acknowledged.at(-1)!)).toEqual(['OK', 'OK']);
  });
});
