import { expect } from 'vitest';
import { Answers, saysItsStates } from './answers.js';
import { picture } from '../verify-page/phone.js';
import type { DepartmentAtWork } from './department-at-work.js';
import { violations } from './looks.js';
import { Loaded } from './sizes.js';

/** Every page of a department that asks for something, and what it says when there is nothing. */
const pages = [
  ['', '等我处理'],
  ['batches', '还没有任何批次。'],
  ['batches/{batch}', '已上链存证'],
  ['approvals', '没有待审核的事项。'],
  ['find', '没有找到'],
  ['certificates/{certificate}', '经过'],
  ['keys', '还没有签名密钥'],
  ['audit', '没有这样的记录。'],
  ['sessions', '登录'],
  ['corrections', '没有待答复的更正申请。'],
  ['people', '人员'],
] as const;

/** Loading, forbidden, failing and empty: each page says so and leads on, and axe-core finds nothing. */
export async function saysEveryState(department: DepartmentAtWork): Promise<void> {
  const { database, people, sessions } = department.bridge.service;
  const { url } = department.bridge;
  const { rows } = await database.query<{ batch: string; certificate: string }>(
    `SELECT batch, encode(cert_id, 'hex') AS certificate FROM certificates JOIN receipts USING (cert_id)
     WHERE certificates.issuer = $1 LIMIT 1`,
    [department.issuer],
  );
  const [{ batch, certificate } = { batch: '', certificate: '' }] = rows;
  const signIn = async (roles: readonly string[]): Promise<string> => {
    const claims = { roles, issuers: '*', types: '*' };
    const { id } = await people.identify({ issuer: 'urn:test', subject: `as ${roles.join()}`, claims });
    const begun = { via: 'browser', authenticatedAt: new Date() } as const;
    return `Bearer ${(await sessions.begin({ person: id }, begun)).token}`;
  };

  const visitor = await department.stranger();
  const nobody = await signIn([]);
  await visitor.context.setExtraHTTPHeaders({ authorization: nobody });
  const page = await visitor.open(`${url}/console/`);
  const again = page.getByRole('button', { name: '再试一次' });
  await again.waitFor();
  await page.getByRole('button', { name: '退出' }).waitFor();
  expect(await violations(page)).toEqual([]);
  await picture(page, 'console-no-role');
  const refused = await fetch(`${url}/api/v1/people`, { headers: { authorization: nobody } });
  expect(refused.status).toBe(403);

  await visitor.context.setExtraHTTPHeaders({
    authorization: await signIn(['operator', 'approver', 'administrator', 'auditor']),
  });
  await page.route('**/api/v1/session', (route) => route.fulfill({ status: 502 }), { times: 1 });
  await page.goto(`${url}/console/`);
  await page.getByText('服务暂时没有答复').waitFor();
  await again.click();
  await page.getByRole('heading', { name: '等我处理' }).waitFor();

  const loaded = new Loaded(page);
  const answers = await Answers.before(page, await refused.text());
  for (const [path, nothing] of pages) {
    const named = path.replace('{batch}', batch).replace('{certificate}', certificate);
    const open = async (): Promise<void> => {
      await page.goto(`${url}/console/${department.issuer}/${named}`);
      if (path === 'find') await page.getByRole('button', { name: '列出' }).click();
    };
    const name = `console-states-${path.replaceAll(/\W/g, '')}`;
    await saysItsStates(page, answers, { name, open, nothing });
    // Parts that are loaded with whichever page comes first count there: with the first, all that every page has.
    expect(await loaded.more(), path).toBeLessThan(path === '' ? 300_000 : 150_000);
  }
  expect(visitor.complaints).toEqual([]);
  await visitor.leave();
}
