import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProcessStatus } from '@certbridge/network/fabric';
import { readSettings } from '@certbridge/service/settings';
import { startCertBridge } from '@certbridge/service/start';
import type { CertBridge } from '@certbridge/service/start';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing } from '../requirements.js';
import { anchored, expectAgreement, expectAnchoredOnce } from './consistency.js';
import { FabricNetwork } from './network.js';
import { WorkingDay } from './working-day.js';

const PROVINCES = ['ZhejiangMSP', 'AnhuiMSP', 'SichuanMSP'] as const;

const named =
  (...names: string[]) =>
  ({ name }: ProcessStatus): boolean =>
    names.includes(name);
const ofProvince =
  (mspId: string) =>
  ({ organisation }: ProcessStatus): boolean =>
    organisation === mspId;
const isOrderer = ({ name }: ProcessStatus): boolean => name.startsWith('orderer');

describe.skipIf(missing('peer') || missing('orderer'))(
  'while certificates are issued on a real network of three provinces, four byzantine orderers',
  { timeout: 240_000 },
  () => {
    let network: FabricNetwork;
    let data: string;
    let bridge: CertBridge;
    const acknowledged: string[] = [];

    beforeAll(async () => {
      network = await FabricNetwork.start();
      data = await mkdtemp(join(tmpdir(), 'certbridge-faults-'));
      const settings = readSettings({
        CERTBRIDGE_DATA: data,
        CERTBRIDGE_PORT: '0',
        CERTBRIDGE_LOG_LEVEL: 'silent',
        CERTBRIDGE_LEDGER: PROVINCES.map((mspId) => network.ledgerFile(mspId)).join(','),
        CERTBRIDGE_BATCH_AGE: '500ms',
        CERTBRIDGE_BEAT_EVERY: '5s',
      });
      bridge = await startCertBridge({ settings, seed: 'issuers', throwAway: true });
    }, 300_000);

    afterAll(async () => {
      await bridge.close();
      await network.stop();
      await rm(data, { recursive: true, force: true });
    }, 120_000);

    /** A day on which something happens; afterwards nothing is lost, nothing doubled, and all peers agree. */
    async function survives(what: (day: WorkingDay) => Promise<unknown>): Promise<void> {
      const day = new WorkingDay(bridge, acknowledged);
      await day.issued(40);
      await what(day);
      await day.issued(40);
      await day.close();
      await expectAnchoredOnce(bridge, acknowledged);
      await expectAgreement(network, ...PROVINCES);
    }

    /** A day on which a process is killed, and stays away until certificates issued without it are anchored. */
    const survivesLossOf = (which: (process: ProcessStatus) => boolean): Promise<void> =>
      survives(async (day) => {
        const supervisor = await network.supervisorPid();
        process.kill(supervisor, 'SIGSTOP');
        try {
          expect(await network.signal('SIGKILL', which)).toHaveLength(1);
          await day.issued(40);
          await anchored(bridge, acknowledged.slice(-20));
        } finally {
          process.kill(supervisor, 'SIGCONT');
        }
      });

    it('an orderer that follows is killed', async () => {
      const follower = (await network.processes()).find((entry) => isOrderer(entry) && !entry.leads);
      await survivesLossOf(named(follower!.name));
    });

    it('the orderer that leads is killed', () => survivesLossOf(({ leads }) => leads));

    it("a province's only peer is killed", () => survivesLossOf(named('peer0.SichuanMSP')));

    it('a contract process is killed', () => survivesLossOf(named('chaincode.ZhejiangMSP.v1')));

    it("the service's own peer is killed", () => survivesLossOf(named('peer0.ZhejiangMSP')));

    it('every process is killed at once, the supervisor too, and the network is brought up again', () =>
      survives(async () => {
        process.kill(await network.supervisorPid(), 'SIGKILL');
        await network.signal('SIGKILL', () => true);
        await network.command('up');
      }));

    it('a province is cut off, and comes back', () =>
      survives(async (day) => {
        await network.signal('SIGSTOP', ofProvince('AnhuiMSP'));
        await day.issued(40);
        await anchored(bridge, acknowledged.slice(-20));
        await network.signal('SIGCONT', ofProvince('AnhuiMSP'));
      }));
  },
);
