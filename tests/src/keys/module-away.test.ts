import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Office } from '../department/office.js';
import { openSoftHsm } from '../key-sources/softhsm.js';
import type { SoftHsm } from '../key-sources/softhsm.js';
import { missing } from '../requirements.js';
import { sampleIssuers } from '../samples/issuers.js';
import { seededRandom } from '../samples/random.js';
import { residencePermit } from '../samples/rows.js';

const TYPE = 'residence-permit';
const ISSUER = sampleIssuers.find(({ types }) => types.includes(TYPE))!.code;
const isMissing = missing('softhsm2-util') || missing('pkcs11js');

describe.skipIf(isMissing)('a service whose keys are in a hardware module', () => {
  let hsm: SoftHsm;
  let office: Office;
  beforeAll(async () => {
    hsm = await openSoftHsm();
    const { module, token, pin } = hsm.settings;
    const path = join(hsm.folder, 'pin');
    await writeFile(path, `${pin}\n`);
    office = await Office.open({
      CERTBRIDGE_PKCS11_MODULE: module,
      CERTBRIDGE_PKCS11_TOKEN: token,
      CERTBRIDGE_PKCS11_PIN_FILE: path,
    });
  });
  afterAll(async () => {
    await office.close();
    await hsm.close();
  });

  const ready = async (): Promise<unknown> => (await fetch(`${office.bridge.url}/readyz`)).json();

  it('signs with them', async () => {
    const { out } = await office.certbridge('administrator', ['key', 'list', '--issuer', ISSUER]);
    expect(out).toMatch(/pkcs11 +in-use/);
    expect(await ready()).toEqual({ database: 'up', keyModule: 'up' });
  });

  it('waits while the module is away, says so, and loses nothing of the batch that it was in', async () => {
    const { issuing, database } = office.bridge.service;
    const rows = 400;
    const file = join(office.folder, 'batch.csv');
    const random = seededRandom(1);
    const people = Array.from({ length: rows }, (_, index) => residencePermit(random, index));
    const lines = [Object.keys(people[0] ?? {}), ...people.map((row) => Object.values(row))];
    await writeFile(file, lines.map((cells) => `${cells.join(',')}\n`).join(''));
    const issued = async (): Promise<number> => {
      const { rows: counted } = await database.query<{ n: number }>(
        'SELECT count(*)::int AS n FROM certificates WHERE issuer = $1',
        [ISSUER],
      );
      return counted[0]!.n;
    };
    const issue = office.certbridge('operator', ['issue', file, '--type', TYPE]);
    await expect.poll(issued, { interval: 10 }).toBeGreaterThan(0);
    await hsm.remove();
    await expect.poll(ready).toEqual({
      ...{ database: 'up', keyModule: 'down' },
      lacking: [{ part: 'keyModule', stops: true, says: expect.anything() as unknown }],
    });
    expect((await fetch(`${office.bridge.url}/readyz`)).status).toBe(503);
    const before = await issued();
    expect(before).toBeLessThan(rows);
    expect((await (await fetch(`${office.bridge.url}/metrics`)).text()).split('\n')).toContain(
      'certbridge_key_module_up 0',
    );
    const [batch] = await issuing.batches(ISSUER);
    expect(batch?.state).toBe('issuing');

    await hsm.insert();
    const said = await issue;
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(said.out).toContain(`${rows} issued, 0 refused, all anchored`);
    expect(await issued()).toBe(rows);
    expect(await ready()).toEqual({ database: 'up', keyModule: 'up' });
  });
});
