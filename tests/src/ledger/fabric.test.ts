import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NetworkFolders, readPlan, updateChannel } from '@certbridge/network/fabric';
import { connectLedger } from '@certbridge/service/ledger/adapter';
import { describe, expect, it } from 'vitest';
import { FabricNetwork } from '../fabric/network.js';
import { inPackage } from '../packages.js';
import { runProgram } from '../programs.js';
import { missing } from '../requirements.js';
import { ledgerSuite } from './suite.js';

const demo = inPackage('service', 'dist', 'demo', 'main.js');
const PROVINCES = ['ZhejiangMSP', 'AnhuiMSP', 'SichuanMSP'];

describe.skipIf(missing('peer') || missing('orderer'))('Hyperledger Fabric', () => {
  let network: FabricNetwork;

  ledgerSuite({
    name: 'with four byzantine orderers and a peer a province',
    async start() {
      network = await FabricNetwork.start();
      return {
        ledgerFiles: network.ledgerFiles(...PROVINCES),
        trustAnchorFile: network.firstTrustAnchor,
        stop: () => network.stop(),
      };
    },
    onlyThere() {
      it("takes no change of the channel that one province's administrator alone has signed", async () => {
        const plan = (await readPlan(network.dir))!;
        const admit = updateChannel(
          new NetworkFolders(network.dir),
          plan,
          plan.provinces.slice(0, 1),
          ({ channel_group }) => {
            const { groups } = channel_group.groups['Application']!;
            groups['HubeiMSP'] = structuredClone(groups['ZhejiangMSP']!);
          },
        );
        await expect(admit).rejects.toThrow(/requires 2 of the 'Admins' sub-policies/);
      });

      it('does all the work of npm run demo', async () => {
        const cwd = await mkdtemp(join(tmpdir(), 'certbridge-demo-fabric-'));
        const files = Object.values(network.ledgerFiles(...PROVINCES));
        const env = { ...process.env, CERTBRIDGE_LEDGER: files.join(',') };
        const { code, out, err } = await runProgram(process.execPath, [demo], { cwd, env });
        expect(code, out + err).toBe(0);
        const { certificates } = JSON.parse(await readFile(join(cwd, 'out', 'demo.json'), 'utf8')) as {
          certificates: { certId: string; identifier: string; expected: { code: string } }[];
        };
        expect(certificates).toHaveLength(300);
        const revoked = certificates.filter(({ expected }) => expected.code === 'REVOKED');
        expect(revoked).toHaveLength(1);
        const issuer = revoked[0]!.identifier.split('.')[6]!;
        const ledger = await connectLedger(network.ledgerFile('SichuanMSP'));
        expect(await ledger.status(issuer, revoked[0]!.certId)).toMatchObject({ state: 'revoked' });
        await ledger.close();
        await rm(cwd, { recursive: true });
      });
    },
  });
});
