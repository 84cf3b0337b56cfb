import { afterAll, beforeAll, describe, it } from 'vitest';
import { Office } from '../department/office.js';
import { theftDrill } from '../keys/theft-drill.js';
import { missing } from '../requirements.js';
import { FabricNetwork } from './network.js';
import { PROVINCES } from './running.js';

describe.skipIf(missing('peer') || missing('orderer'))('on real peers and orderers', () => {
  let network: FabricNetwork | undefined;
  let office: Office | undefined;
  beforeAll(async () => {
    network = await FabricNetwork.start();
    const files = PROVINCES.map((mspId) => network?.ledgerFile(mspId));
    office = await Office.open({ CERTBRIDGE_LEDGER: files.join(',') });
  });
  afterAll(async () => {
    await office?.close();
    await network?.stop();
  });

  it('stolen keys: forgeries are found out once they are revoked, and what is genuine stays good', async () => {
    await theftDrill({ office: office!, rows: 3 });
  });
});
