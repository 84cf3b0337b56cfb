import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Office } from '../department/office.js';
import { theftDrill } from '../keys/theft-drill.js';
import { installWindowOfBefore } from '../packed-sdk/window-of-before.js';
import type { WindowOfBefore } from '../packed-sdk/window-of-before.js';
import { missing } from '../requirements.js';
import { FabricNetwork } from './network.js';
import { PROVINCES } from './running.js';

describe.skipIf(missing('peer') || missing('orderer'))('on real peers and orderers, with Raft', () => {
  let network: FabricNetwork | undefined;
  let office: Office | undefined;
  let window: WindowOfBefore | undefined;
  beforeAll(async () => {
    window = await installWindowOfBefore();
    network = await FabricNetwork.start('--consensus', 'raft');
    const files = PROVINCES.map((mspId) => network?.ledgerFile(mspId));
    office = await Office.open({ CERTBRIDGE_LEDGER: files.join(',') });
  });
  afterAll(async () => {
    await office?.close();
    await network?.stop();
    await window?.close();
  });

  /** Replaces the key of an orderer by a command that is killed after each of its steps, and repeated. */
  async function replaceOrderer(of: FabricNetwork): Promise<void> {
    const [orderer] = (await of.processes()).filter(({ name }) => name.startsWith('orderer'));
    const { name, organisation } = orderer!;
    const old = await of.certificate(organisation, name);
    for (const step of ['新密钥', '通道配置', '换用新密钥', '重启'])
      await of.killedAt(step, 'replace-key', name);
    await of.command('replace-key', name);
    const { publicKey } = await of.certificate(organisation, name);
    expect(publicKey.equals(old.publicKey)).toBe(false);
  }

  it('two rotations, an orderer replaced, a theft: windows old and new stay right', async () => {
    await theftDrill({
      office: office!,
      rows: 3,
      before: window!.sdk,
      meanwhile: () => replaceOrderer(network!),
    });
  });
});
