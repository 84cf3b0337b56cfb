import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DepartmentAtWork } from '../console/department-at-work.js';
import { type } from '../console/typing.js';
import { manyPermits } from '../samples/many-permits.js';
import type { Figure } from './measure.js';
import { progress } from './progress.js';

/** Rows of the file, unless CERTBRIDGE_BENCH_BATCH says otherwise. */
const ROWS = Number(process.env['CERTBRIDGE_BENCH_BATCH'] ?? 5_000);
/** Certificates of one delivery list. */
const PART = 1000;

/** What is spoiled in three rows of the file: the column, by its place and name, and what stands there instead. */
const SPOILED = [
  { row: 100, column: 0, label: '姓名', wrong: '' },
  { row: Math.floor(ROWS / 2), column: 4, label: '公民身份号码', wrong: '330199199001010000' },
  { row: ROWS - 1, column: 3, label: '出生日期', wrong: '1990-02-30' },
] as const;

/** The file, and of the rows that are spoiled what has to be typed: by the line in the file. */
function spoiledFile(): { readonly text: string; readonly mended: readonly Mended[] } {
  const lines = manyPermits(ROWS).split('\n');
  const mended = SPOILED.map(({ row, column, label, wrong }) => {
    const cells = (lines[row] ?? '').split(',');
    const [right = ''] = cells.splice(column, 1, wrong);
    lines[row] = cells.join(',');
    return { line: row + 1, label, right };
  });
  return { text: lines.join('\n'), mended };
}

interface Mended {
  readonly line: number;
  readonly label: string;
  readonly right: string;
}

/** A large file through the console: one person sends it and mends what is wrong, another approves, the first takes what came of it. */
export async function benchLargeBatch(): Promise<Figure[]> {
  progress(`a batch of ${ROWS.toLocaleString('en')} rows, from the file to the papers`);
  const folder = await mkdtemp(join(tmpdir(), 'certbridge-bench-'));
  const path = join(folder, '居住证.csv');
  const { text, mended } = spoiledFile();
  await writeFile(path, text);
  const department = await DepartmentAtWork.open();
  try {
    await department.askForFourEyes();
    const { page } = await department.arrive('经办', `${department.issuer}/batches/new`);
    await page.getByLabel('证照类型').selectOption('居住证');
    const checked = await timed(async () => {
      await page.locator('input[type=file]').setInputFiles(path);
      await page.getByText(`其中${ROWS - mended.length}行可以签发`).waitFor();
    });
    const untilMended = await timed(async () => {
      for (const { line, label, right } of mended) {
        await page.getByRole('button', { name: `修改第${line}行` }).click();
        await type(page, label, right);
        await page.getByRole('button', { name: '保存这一行' }).click();
        await page.getByRole('dialog').waitFor({ state: 'hidden' });
      }
      await page.getByText(`共${ROWS}行，全部可以签发。`).waitFor();
    });
    await page.getByRole('button', { name: `提交${ROWS}行` }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: `提交${ROWS}行` })
      .click();
    await page.getByText('等待审核。').waitFor();

    const approver = await department.arrive('审核', `${department.issuer}/approvals`);
    await approver.page.getByRole('link', { name: '打开' }).click();
    const reviewed = await timed(() => approver.page.getByText('首次签发').first().waitFor());
    await approver.page.getByRole('button', { name: '通过', exact: true }).click();
    const anchored = timed(() => page.getByText('全部已上链存证').waitFor());
    const issued = await timed(async () => {
      await approver.page.getByRole('dialog').getByRole('button', { name: '通过' }).click();
      await page.getByText(`已签发${ROWS}份。`).waitFor();
    });
    const untilAnchored = await anchored;

    const saved = async (name: string): Promise<{ readonly ms: number; readonly bytes: number }> => {
      const download = page.waitForEvent('download');
      let file = '';
      const ms = await timed(async () => {
        await page.getByRole('link', { name }).or(page.getByRole('button', { name })).click();
        file = await (await download).path();
      });
      return { ms, bytes: (await stat(file)).size };
    };
    const zip = await saved('下载全部PDF');
    const table = await saved('下载结果表');
    const parts = Math.ceil(ROWS / PART);
    const list = await saved(parts === 1 ? '下载发放清单' : `发放清单1/${parts}`);
    const figure = (bench: string, ms: number, note: string): Figure => ({
      ...{ bench: `batch: ${bench}`, value: ms / 1000, unit: 's', note },
    });
    const rows = `${ROWS.toLocaleString('en')} rows`;
    return [
      figure('sent and checked', checked, rows),
      figure('three wrong rows mended in place', untilMended, 'by a program, which types at once'),
      figure('its first rows before the approver', reviewed, rows),
      figure('issued', issued, `${Math.round((ROWS / issued) * 1000)} a second, from the approval on`),
      figure('anchored', untilAnchored, 'from the approval on'),
      figure('ZIP of all PDFs', zip.ms, `${Math.round(zip.bytes / 1e6)} MB`),
      figure('table of results', table.ms, `${Math.ceil(table.bytes / 1e3)} kB`),
      figure('delivery list', list.ms, `${Math.ceil(list.bytes / 1e3)} kB, one of ${parts}`),
    ];
  } finally {
    await department.close();
    await rm(folder, { recursive: true });
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
