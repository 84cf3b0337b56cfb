import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inRepository } from '../packages.js';
import { secondAdministrator } from '../people/second-administrator.js';
import { usccOf } from '../samples/numbers.js';
import { Office } from './office.js';

let office: Office;
beforeAll(async () => (office = await Office.open()));
afterAll(() => office.close());

interface Answered {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function call(path: string, method: string, json?: unknown, token?: string): Promise<Answered> {
  const answer = await fetch(`${office.bridge.url}/api/v1/issuers/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token ?? (await office.token('administrator'))}`,
      'content-type': 'application/json',
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

/** An issuer of its own for each test. */
async function added(organisation: string, fourEyes = false): Promise<string> {
  const code = usccOf('11330199', organisation);
  const json = { name: '示例市新局', mspId: 'ZhejiangMSP', types: ['residence-permit'], fourEyes };
  expect(await call(code, 'PUT', json)).toMatchObject({ status: 200, body: { ledger: 'registered' } });
  return code;
}

const commanded = (...args: string[]): ReturnType<Office['certbridge']> =>
  office.certbridge('administrator', args);

async function rowFile(row: number): Promise<string> {
  const lines = (await readFile(inRepository('samples', 'residence-permit.csv'), 'utf8')).split('\n');
  const at = (lines[0] ?? '').split(',').indexOf('签发机关');
  const kept = [lines[0], lines[row]].map((line = '') => line.split(',').toSpliced(at, 1).join(','));
  const file = join(office.folder, `row-${row}.csv`);
  await writeFile(file, `${kept.join('\n')}\n`);
  return file;
}

const issue = async (code: string, row: number, ...more: string[]): ReturnType<Office['certbridge']> =>
  office.certbridge('operator', [
    ...['issue', await rowFile(row), '--type', 'residence-permit', '--issuer', code],
    ...more,
  ]);

const onLedger = async (code: string): Promise<unknown> => office.bridge.service.ledgers[0]?.registry(code);

describe('an issuer', () => {
  it('is added by the command line, and what is there is not changed', async () => {
    const code = usccOf('11330199', '00003000');
    const types = 'residence-permit, social-security-card,residence-permit';
    const args = ['--province', 'ZhejiangMSP', '--types', types];
    const add = (name: string): ReturnType<Office['certbridge']> =>
      commanded('add-issuer', code, '--name', name, ...args);
    expect(await add('示例市添加局')).toMatchObject({ code: 0, err: '' });
    const again = await add('示例市别的局');
    expect(again.code).toBe(1);
    expect(again.err).toContain('已经存在');
    const { body } = await call(code, 'GET');
    expect(body).toMatchObject({ name: '示例市添加局', fourEyes: false, ledger: 'registered' });
    expect(body['types']).toHaveLength(2);
  });

  it('that has issued nothing is withdrawn: it is in no list, and issues nothing', async () => {
    const code = await added('00003001');
    expect(await commanded('withdraw-issuer', code)).toMatchObject({ code: 0, err: '' });
    expect(await call(code, 'GET')).toMatchObject({ body: { ended: 'withdrawn', ledger: 'registered' } });
    const { body } = await call('', 'GET');
    expect((body['issuers'] as { code: string }[]).map((one) => one.code)).not.toContain(code);
    expect(await onLedger(code)).toMatchObject({ retired: true });
    const refused = await issue(code, 1);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('ISSUER_ENDED');
  });

  it.each([
    ['withdrawn', '00003006', /已撤销，没有恢复.*was withdrawn, and stays so\. To take it back.*PUT \/api/s],
    ['retired', '00003007', /已停用，没有恢复.*was retired, and stays so\. To take it back.*PUT \/api/s],
  ] as const)('that is %s is not added again, only saved', async (as, organisation, says) => {
    const code = await added(organisation);
    expect(await call(`${code}/ending`, 'POST', { as })).toMatchObject({ status: 200 });
    const args = ['--name', '示例市别的局', '--province', 'ZhejiangMSP', '--types', 'residence-permit'];
    const again = await commanded('add-issuer', code, ...args);
    expect(again).toMatchObject({ code: 1, err: expect.stringMatching(says) as string });
    expect(await call(code, 'GET')).toMatchObject({ body: { name: '示例市新局', ended: as } });
    await added(organisation);
    expect(await call(code, 'GET')).toMatchObject({ body: { ended: null } });
  });

  it('that two add at once is added by one of them', async () => {
    const code = usccOf('11330199', '00003008');
    const add = (name: string) =>
      commanded(
        'add-issuer',
        code,
        '--name',
        name,
        '--province',
        'ZhejiangMSP',
        '--types',
        'residence-permit',
      );
    const codes = (await Promise.all([add('示例市一局'), add('示例市二局')])).map((said) => said.code);
    expect(codes.sort()).toEqual([0, 1]);
  });

  it('that has issued is retired instead: its certificates change state still, and a saved one issues again', async () => {
    const code = await added('00003002');
    expect((await issue(code, 2)).code).toBe(0);
    expect(await commanded('withdraw-issuer', code)).toMatchObject({ code: 1 });
    expect(await commanded('retire-issuer', code)).toMatchObject({ code: 0, err: '' });
    expect((await issue(code, 3)).err).toContain('ISSUER_ENDED');
    const { certificates } = (
      await call(`${code}/certificates`, 'GET', undefined, await office.token('operator'))
    ).body as { certificates: { certId: string; identifier: string }[] };
    const { certId, identifier } = certificates[0]!;
    const revoke = ['status', identifier, 'revoked', '--reason', 'data-error', '--yes'];
    expect((await office.certbridge('operator', revoke)).code).toBe(0);
    await office.settled(code, certId, 'revoked');
    await added('00003002');
    expect(await onLedger(code)).not.toHaveProperty('retired');
    expect((await issue(code, 3)).code).toBe(0);
  });

  it('is not ended over a batch that waits', async () => {
    const code = await added('00003003');
    const checked = await issue(code, 4, '--until', 'checked');
    expect(checked.code).toBe(0);
    expect(await call(`${code}/ending`, 'POST', { as: 'withdrawn' })).toMatchObject({
      status: 409,
      body: { code: 'ISSUER_BUSY', batches: 1 },
    });
  });

  it('with four eyes is ended by another administrator than the one who proposes it', async () => {
    const code = await added('00003004', true);
    const proposed = await commanded('withdraw-issuer', code);
    expect(proposed.code).toBe(2);
    expect((await commanded('waiting')).out).toMatch(new RegExp(`${code} .*撤销 withdrawn`));
    const own = await commanded('approve', code);
    expect(own.err).toContain('APPROVER_IS_SUBMITTER');
    const token = await secondAdministrator(office.bridge);
    expect(await call(code, 'GET')).toMatchObject({ body: { ending: { may: [] } } });
    const forSecond = await call(code, 'GET', undefined, token);
    expect(forSecond).toMatchObject({ body: { ending: { may: ['decideIssuerEnding'] } } });
    expect(await call(`${code}/ending/decision`, 'POST', { approve: true }, token)).toMatchObject({
      body: { ended: 'withdrawn', ending: null },
    });
  });
});
