import { readFile } from 'node:fs/promises';
import { SAMPLE_RESIDENTS } from '@certbridge/service/people/samples';
import { expect, vi } from 'vitest';
import { unzipped } from '../people/written.js';
import type { DepartmentAtWork } from './department-at-work.js';
import { findings } from './looks.js';
import { type } from './typing.js';

/** One certificate from its copy to its holder's erasure, while one person may issue alone. */
export async function correctsCopiesErases(department: DepartmentAtWork): Promise<void> {
  const resident = SAMPLE_RESIDENTS.find(({ name }) => name === '方华')!;
  const certificate = await certificateOf(department, resident.name);
  const asks = `/api/v1/my/certificates/${certificate}/corrections`;
  await department.call(resident.name, 'POST', asks, { said: '姓名少了一个字' });
  const address = `${department.issuer}/certificates/${certificate}`;
  const { visitor, page } = await department.arrive('经办', address);

  // Which provinces attested the entry that anchors it.
  await page.getByText(/个省背书：.*ZhejiangMSP/).waitFor();

  await page.getByRole('button', { name: '制作加注件' }).click();
  const copying = page.getByRole('dialog');
  await copying.getByRole('button', { name: '签发加注件' }).click();
  await copying.locator('.summary').getByRole('link', { name: /用途/ }).waitFor();
  await type(page, '用途', '办理公积金提取');
  await type(page, '使用单位', '示例市住房公积金管理中心');
  await copying.getByRole('button', { name: '签发加注件' }).click();
  await copying.getByText('已签发加注件。').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('签发加注件 · 有效').waitFor();

  // The holder said what is wrong: a correction takes the certificate's place, and the holder is told by which.
  await page.getByText('姓名少了一个字').waitFor();
  await page.getByRole('button', { name: '更正', exact: true }).click();
  const correcting = page.getByRole('dialog');
  await correcting.getByText('还没有改动任何项目。').waitFor();
  expect(await correcting.getByRole('button', { name: '签发更正' }).isDisabled()).toBe(true);
  await type(page, '姓名', '方华华');
  await correcting.getByText('改正：姓名').waitFor();
  await correcting.getByText(/所有窗口核验旧证照都会看到“已换发”/).waitFor();
  expect(await findings(page, 'correct')).toEqual([]);
  // The session ends before it is sent: what was typed is there again, and says so.
  await department.bridge.service.database.query('DELETE FROM sessions WHERE via = $1', ['browser']);
  await correcting.getByRole('button', { name: '签发更正' }).dispatchEvent('click');
  await page.getByRole('dialog', { name: '登录已结束' }).getByRole('link', { name: '登录' }).click();
  await page.getByRole('button', { name: '更正', exact: true }).click();
  await correcting.getByText('已接上您上次没填完的内容。').waitFor();
  expect(await correcting.getByLabel('姓名', { exact: true }).inputValue()).toBe('方华华');
  // Nor is it lost to a sign-out that nobody was asked about.
  await correcting.getByRole('button', { name: '关闭' }).click();
  await page.getByRole('button', { name: '退出', exact: true }).click();
  await page.getByText('本机还有1份未提交的草稿').waitFor();
  await page.getByRole('button', { name: '留下' }).click();
  // The first page says what is not finished, and leads there.
  await page.getByRole('link', { name: '首页' }).click();
  await page.getByRole('link', { name: /^没填完的更正/ }).waitFor();
  expect(await findings(page, 'home-unfinished')).toEqual([]);
  await page.getByRole('link', { name: /^没填完的更正/ }).click();
  await page.getByRole('button', { name: '更正', exact: true }).click();
  await correcting.getByRole('button', { name: '签发更正' }).click();
  await page.getByText('已签发更正后的证照').waitFor();
  await page.getByText('已换发', { exact: true }).waitFor();
  const answer = page.getByLabel('答复（持证主体会看到）');
  await expect.poll(() => answer.inputValue()).toMatch(/^已更正，新的电子证照标识为1\.2\.156\./);
  expect(await findings(page, 'corrected')).toEqual([]);
  await page.getByRole('button', { name: '答复', exact: true }).click();
  await page.getByText('姓名少了一个字').waitFor({ state: 'detached' });
  await page.getByRole('link', { name: '查看新证照' }).click();
  await page.getByText('方华华').waitFor();

  // Another certificate takes its place: whose, must be said.
  await page.getByRole('button', { name: '变更状态' }).click();
  await page.getByLabel('变更为').selectOption('迁移');
  await page.getByLabel('原因').selectOption('颁发机构变更');
  await page.getByText(/都会看到“已迁移”/).waitFor();
  const confirm = page.getByRole('button', { name: '确认迁移' });
  expect(await confirm.isDisabled()).toBe(true);
  await type(page, '接任机构的代码', department.issuer);
  await type(page, '接替它的证照', `1.2.156.3005.2.${'0'.repeat(20)}`);
  await confirm.click();
  await page.getByRole('dialog').getByText('没有这份证照').waitFor();
  await type(page, '接替它的证照', await certificateOf(department, '马梅'));
  await confirm.click();
  await page.getByText('已迁移', { exact: true }).waitFor();

  const administrator = await department.arrive('管理 陈', address);
  const { page: erasing } = administrator;
  await erasing.getByRole('heading', { name: '经过' }).waitFor();
  await erasing.getByRole('button', { name: '导出持证主体资料' }).click();
  await type(erasing, '持证主体的证件号码', resident.number);
  await type(erasing, '依据', '持证主体请求查阅');
  expect(await findings(erasing, 'export')).toEqual([]);
  const downloading = erasing.waitForEvent('download');
  await erasing.getByRole('button', { name: '导出', exact: true }).click();
  const files = await unzipped(await readFile(await (await downloading).path()));
  expect(String(files.get('personal-data.json'))).toContain(resident.number);
  await erasing.getByRole('dialog').waitFor({ state: 'detached' });

  await erasing.getByRole('button', { name: '删除持证主体资料' }).click();
  await type(erasing, '持证主体的证件号码', '653199198801020034');
  await type(erasing, '依据', '持证主体请求');
  await erasing.getByRole('button', { name: '查出将删除的证照' }).click();
  await erasing.getByText('这个号码不是这份证照的持证主体').waitFor();
  await type(erasing, '持证主体的证件号码', resident.number);
  await erasing.getByRole('button', { name: '查出将删除的证照' }).click();
  const held = await heldWith(department, certificate);
  expect(held).toBeGreaterThanOrEqual(3);
  await erasing.getByText(`本机构的资料：${held}份证照`).waitFor();
  const erase = erasing.getByRole('button', { name: '永久删除' });
  await type(erasing, '输入“永久删除”以确认', '删除');
  expect(await erase.isDisabled()).toBe(true);
  expect(await findings(erasing, 'erase')).toEqual([]);
  await type(erasing, '输入“永久删除”以确认', '永久删除');
  await erase.click();
  await erasing.getByText('已删除这位持证主体在本机构的资料。').waitFor();
  await page.reload();
  await page.getByText('该持证主体的资料已依法删除').first().waitFor();
  expect(await page.getByText('方华华').count()).toBe(0);
  expect([...visitor.complaints, ...administrator.visitor.complaints]).toEqual([]);
  await administrator.visitor.leave();
  await visitor.leave();
}

/** The certificate of a sample resident at the department, anchored: its certId. */
async function certificateOf(department: DepartmentAtWork, resident: string): Promise<string> {
  const { certificates } = (await department.call(resident, 'GET', '/api/v1/my/certificates')) as {
    readonly certificates: readonly { readonly certId: string; readonly issuer: string }[];
  };
  const { certId } = certificates.find(({ issuer }) => issuer === department.issuer)!;
  const { database } = department.bridge.service;
  const isAnchored = async (): Promise<boolean> => {
    const receipt = 'SELECT FROM receipts WHERE cert_id = $1';
    return (await database.query(receipt, [Buffer.from(certId, 'hex')])).rowCount === 1;
  };
  await vi.waitUntil(isAnchored, { timeout: 300_000 });
  return certId;
}

/** How many certificates the holder of one has at the department. */
async function heldWith(department: DepartmentAtWork, certificate: string): Promise<number> {
  const { rows } = await department.bridge.service.database.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM certificates WHERE holder = (SELECT holder FROM certificates WHERE cert_id = $1)',
    [Buffer.from(certificate, 'hex')],
  );
  return rows[0]?.n ?? 0;
}
