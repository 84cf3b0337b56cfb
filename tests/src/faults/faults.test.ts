import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { missing } from '../requirements.js';
import { manyPermits } from '../samples/many-permits.js';
import { seededRandom } from '../samples/random.js';
import { Visitor, desktop, launch } from '../verify-page/phone.js';
import { Campaign } from './campaign.js';
import { Clients, ISSUER, nothingYet } from './clients.js';
import { Machines } from './machines.js';
import { Reckoning } from './reckoning.js';

/** `npm run faults` has many more rounds. */
const kills = ['service at a step', 'ledger', 'PostgreSQL at a step'] as const;
let folder = '';
let machines: Machines;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certbridge-faults-'));
  machines = await Machines.open(folder);
});
afterAll(async () => {
  await machines.close();
  await rm(folder, { recursive: true });
});

it('a kill under load loses and doubles nothing: database, ledger, audit and PDFs agree with every answer', async () => {
  const campaign = await Campaign.open(machines, seededRandom(1));
  const { rounds, certificates, documents, faults: found } = await campaign.kills(kills);
  expect(found).toEqual([]);
  expect(rounds.map(({ fault, step }) => [fault, step !== undefined])).toEqual(
    kills.map((kill) => [kill, kill.endsWith('step')]),
  );
  expect(certificates).toBeGreaterThan(documents);
  expect(await campaign.everything()).toEqual([]);
  await campaign.close();
  expect(machines.endedByItself).toEqual([]);

  // What was answered and is not there is told.
  const reckoning = await Reckoning.open(machines);
  const said = nothingYet();
  said.applications.set('answered-and-lost', 1);
  said.revoked.add('00'.repeat(16));
  const { faults } = await reckoning.reckon(said, await Clients.open(machines));
  expect(faults.join('\n')).toMatch(/answered-and-lost has 0 certificates of 1[^]*changes[^]*audited/);
  await reckoning.close();
});

it.skipIf(missing('chromium'))(
  'a clerk who watches a batch while the service is killed sees it go on, and is asked nothing again',
  async () => {
    const [url = ''] = machines.urls;
    const made = await fetch(`${url}/api/v1/issuers/${ISSUER}/batches?type=residence-permit&until=checked`, {
      method: 'POST',
      headers: { authorization: `Bearer ${machines.token}`, 'content-type': 'text/csv' },
      body: manyPermits(5),
    });
    const { id } = (await made.json()) as { readonly id: string };
    const browser = await launch();
    const clerk = await Visitor.arrive(browser, { viewport: desktop });
    await clerk.context.setExtraHTTPHeaders({ authorization: `Bearer ${machines.token}` });
    const page = await clerk.open(`${url}/console/${ISSUER}/batches/${id}`);
    const submit = page.getByRole('button', { name: '提交5行' });
    await submit.click();
    await page.evaluate(() => (document.body.dataset['opened'] = 'once'));

    // A proxy answers for a service that is away.
    let isAway = false;
    await page.route('**/events', (route) => (isAway ? route.fulfill({ status: 502 }) : route.continue()));
    const refused = page.waitForResponse((response) => response.status() === 502);
    const killed = new Promise<void>((resolve) => {
      machines.wire.arm(
        (step) => step === 'before INSERT INTO certificates',
        async () => {
          await page.getByText('已签发0，共5').first().waitFor();
          isAway = true;
          await machines.kill('service');
          resolve();
        },
      );
    });
    await page.getByRole('dialog').getByRole('button', { name: '提交5行' }).click();
    await killed;
    await refused;
    await machines.start('service');
    isAway = false;
    await page.getByText('已签发5份。').waitFor();
    await page.getByText('全部已上链存证').waitFor();
    expect(await page.evaluate(() => document.body.dataset['opened'])).toBe('once');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(clerk.complaints).toEqual([]);
    await browser.close();
  },
);
