import type { ProcessStatus } from '@certbridge/network/fabric';
import type { CertBridge } from '@certbridge/service/start';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing } from '../requirements.js';
import { anchored, expectAgreement, expectAnchoredOnce } from './consistency.js';
import type { FabricNetwork } from './network.js';
import { BEAT_EVERY, PROVINCES, startRunning } from './running.js';
import type { Running } from './running.js';
import { Window } from './window.js';
import { pdfOf, WorkingDay } from './working-day.js';

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
  () => {
    let running: Running;
    let network: FabricNetwork;
    let bridge: CertBridge;
    const acknowledged: string[] = [];

    beforeAll(async () => {
      running = await startRunning();
      ({ network, bridge } = running);
    });
    afterAll(() => running.close());

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

    it('no orderer answers: peers still attest what they have, and no window takes it for fresh', async () => {
      const maxStatusAge = 4 * BEAT_EVERY;
      const window = await Window.open(network.firstTrustAnchor, bridge.url);
      const [certId] = acknowledged;
      const pdf = await pdfOf(bridge, certId!);
      const look = async (): Promise<string> => {
        await bridge.service.feed.update();
        await window.sync();
        return (await window.verify(pdf, { maxStatusAge })).code;
      };
      await expect.poll(look).toBe('OK');
      await network.signal('SIGSTOP', isOrderer);
      const stopped = Date.now();
      try {
        await expect.poll(look, { interval: 500 }).toBe('STATUS_STALE');
        const attested = async (): Promise<number> => {
          expect(await look()).toBe('STATUS_STALE');
          return Date.parse(window.mirror.asOf!.checkpoint);
        };
        await expect.poll(attested, { interval: 500 }).toBeGreaterThan(stopped + maxStatusAge / 2);
        expect(Date.parse(window.mirror.asOf!.beat!)).toBeLessThan(stopped);
      } finally {
        await network.signal('SIGCONT', isOrderer);
      }
      await expect.poll(look, { interval: 500 }).toBe('OK');
    });
  },
);
