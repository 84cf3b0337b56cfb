import { Readable } from 'node:stream';
import { receiveUpload } from '@certbridge/service/certificates/intake';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Office } from '../department/office.js';
import { sampleIssuers } from '../samples/issuers.js';
import { seededRandom } from '../samples/random.js';
import { residencePermit } from '../samples/rows.js';

const TYPE = 'residence-permit';
const ISSUER = sampleIssuers.find(({ types }) => types.includes(TYPE))!.code;
const random = seededRandom(2);

let office: Office;
/** An entry goes when two certificates wait for it. */
beforeAll(async () => {
  office = await Office.open({ CERTBRIDGE_ENTRY_AGE: '24h', CERTBRIDGE_ENTRY_SIZE: '2' });
});
afterAll(() => office.close());

/** Of somebody new; the batch's id. */
async function issue(index: number): Promise<string> {
  const row = residencePermit(random, index);
  const csv = [Object.keys(row), Object.values(row)].map((cells) => `${cells.join(',')}\n`).join('');
  const upload = await receiveUpload(Readable.from([Buffer.from(csv)]));
  const by = { issuer: ISSUER, type: TYPE, mode: 'skip-bad', submittedBy: 'operator' } as const;
  const { id } = await office.bridge.service.issuing.submitUpload(upload, by);
  await upload.close();
  return id;
}

async function until(batch: string, reached: 'issued' | 'anchored'): Promise<void> {
  for await (const now of office.bridge.service.issuing.watch(ISSUER, batch, AbortSignal.timeout(300_000)))
    if (now[reached] === 1) return;
}

it('what a revoked key signed and nothing anchored is replaced by a reissue, and never anchored', async () => {
  const { issuing } = office.bridge.service;
  await until(await issue(1), 'issued');
  const [lost] = await issuing.certificates({ issuer: ISSUER });
  const { out } = await office.certbridge('administrator', ['key', 'list', '--issuer', ISSUER]);
  const used = [...out.matchAll(/^([0-9a-f]{16}) .* in-use /gm)].map(([, kid]) => kid!);
  expect(used).toHaveLength(2);
  for (const kid of used) {
    const args = ['key', 'revoke', kid, '--issuer', ISSUER, '--reason', 'key-compromise', '--yes'];
    expect(await office.certbridge('administrator', args)).toMatchObject({ code: 0, err: '' });
  }
  const args = ['key', 'reissue', used[0]!, '--type', TYPE, '--issuer', ISSUER];
  const said = await office.certbridge('operator', args);
  const reissued = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(said.out)![0];
  await until(reissued, 'issued');
  await until(await issue(2), 'anchored');
  await until(reissued, 'anchored');

  const current = await issuing.certificates({ issuer: ISSUER, state: 'issued' });
  expect(current).toHaveLength(2);
  for (const { certId } of current) {
    const { pdf, receipt } = await issuing.pdf(ISSUER, certId);
    expect(receipt).toBe('included');
    expect((await office.windowSays(pdf)).code).toBe('OK');
  }
  const { pdf, receipt } = await issuing.pdf(ISSUER, lost!.certId);
  expect(receipt).toBe('pending');
  expect((await office.windowSays(pdf)).verdict).not.toBe('valid');
});
