import type { Page } from 'playwright-core';
import { DepartmentAtWork } from '../console/department-at-work.js';
import { threeWrongRows } from '../console/three-wrong-rows.js';
import type { Figure } from './measure.js';

/** What a clerk did on the pages: buttons, links and fields that were pressed, lists chosen from, keys for what is typed. */
interface Steps {
  presses: number;
  choices: number;
  keys: number;
}

/** Seconds, by the keystroke-level model (Card, Moran and Newell 1980): to point and press, to type a key, to think. */
const POINT_AND_PRESS = 1.3;
const KEY = 0.28;
const THINK = 1.35;
/** That an input method takes for a Chinese character, with its choice. */
const KEYS_OF_A_CHARACTER = 3;

/** Counts what is really done on the page, not what this program believes to do. */
async function counted(page: Page, work: () => Promise<void>): Promise<Steps & { readonly seconds: number }> {
  const steps: Steps = { presses: 0, choices: 0, keys: 0 };
  await page.exposeFunction('countedStep', (kind: keyof Steps, n: number) => (steps[kind] += n));
  await page.evaluate((ofCharacter) => {
    const count = (globalThis as unknown as { countedStep: (kind: string, n: number) => void }).countedStep;
    const capture = true;
    addEventListener('click', ({ detail }) => detail > 0 && count('presses', 1), { capture });
    addEventListener(
      'change',
      ({ target }) => {
        if (target instanceof HTMLSelectElement) count('choices', 1);
        else if (
          target instanceof HTMLTextAreaElement ||
          (target instanceof HTMLInputElement && target.type !== 'file')
        )
          for (const sign of target.value) count('keys', /\p{Script=Han}/u.test(sign) ? ofCharacter : 1);
      },
      { capture },
    );
  }, KEYS_OF_A_CHARACTER);
  const started = performance.now();
  await work();
  return { ...steps, seconds: (performance.now() - started) / 1000 };
}

/** Presses a field, unless one is in it already, fills it and leaves it, as people do. */
async function type(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  if (!(await field.evaluate((at) => at === document.activeElement))) await field.click();
  await field.fill(text);
  await field.blur();
}

/** The way of a clerk who has never seen the console and follows its words, from the first page on. */
const ways: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'issue one': async (page) => {
    await page.getByRole('link', { name: '签发一份', exact: true }).click();
    await page.getByLabel('证照类型').selectOption('居住证');
    await type(page, '姓名', '王样例');
    await type(page, '公民身份号码', '653199198801020018');
    await page.getByLabel('民族').selectOption('汉');
    await type(page, '常住户口所在地住址', '浙江省示例市示范区人民路1号');
    await type(page, '居住地住址', '浙江省示例市示范区中山路2号301室');
    await page.getByRole('button', { name: '提交签发' }).click();
    await page.getByRole('heading', { name: /已签发/ }).waitFor();
  },
  'a batch with three wrong rows': async (page) => {
    await page.getByRole('link', { name: /^批量签发.+先检查再提交/ }).click();
    await page.getByLabel('证照类型').selectOption('居住证');
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: '选择文件' }).click();
    await (await chooser).setFiles(await threeWrongRows());
    for (const [row, label, text] of [
      [3, '姓名', '赵样例'],
      [4, '公民身份号码', '520199194904282301'],
      [5, '出生日期', '1963-10-08'],
    ] as const) {
      await page.getByRole('button', { name: `修改第${row}行` }).click();
      await type(page, label, text);
      await page.getByRole('button', { name: '保存这一行' }).click();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    }
    await page.getByRole('button', { name: '提交4行' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '提交4行' }).click();
    await page.getByText('已签发4份').waitFor();
  },
  find: async (page) => {
    await page.getByRole('link', { name: '查找证照' }).first().click();
    await type(page, '持证主体的证件号码', '653199198801020018');
    await page.getByRole('button', { name: '查找' }).nth(1).click();
    await page.getByRole('link', { name: /^1\.2\.156/ }).click();
    await page.getByText('王样例').first().waitFor();
  },
  revoke: async (page) => {
    await page.getByRole('button', { name: '变更状态' }).click();
    await page.getByLabel('变更为').selectOption('吊销');
    await page.getByLabel('原因').selectOption('签发有误');
    await page.getByRole('button', { name: '确认吊销' }).click();
    await page.getByText('已吊销', { exact: true }).first().waitFor();
  },
};

/** How much four tasks ask of a clerk, and how long they take a practised one. */
export async function benchClerk(): Promise<Figure[]> {
  const department = await DepartmentAtWork.open();
  try {
    const figures: Figure[] = [];
    let at = `${department.issuer}/`;
    for (const [name, way] of Object.entries(ways)) {
      const { visitor, page } = await department.arrive('经办', at);
      const steps = await counted(page, () => way(page));
      const { presses, choices, keys, seconds } = steps;
      // A list is opened, then something in it is chosen.
      const acts = presses + 2 * choices;
      figures.push({
        bench: `clerk: ${name}`,
        value: acts * (POINT_AND_PRESS + THINK) + keys * KEY,
        unit: 's',
        note: `${presses} presses, ${choices} choices from lists, ${keys} keys; a program does the same in ${seconds.toFixed(1)} s`,
      });
      // The next one goes on where this one is; after the batch, from the first page.
      at = name === 'find' ? new URL(page.url()).pathname.replace('/console/', '') : `${department.issuer}/`;
      await visitor.leave();
    }
    return figures;
  } finally {
    await department.close();
  }
}
