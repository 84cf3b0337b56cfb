import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { DepartmentAtWork } from '../console/department-at-work.js';
import type { Figure } from './measure.js';

const VISITS = 5;

/** What a clerk waits for: bytes that are loaded, gzipped, and milliseconds until a page's heading stands there. */
export async function benchConsole(): Promise<Figure[]> {
  const department = await DepartmentAtWork.open();
  try {
    const { visitor, page } = await department.arrive('经办', `${department.issuer}/`);
    const figures: Figure[] = [];
    const seen = new Set<string>();
    for (const [name, path, heading] of [
      ['first page', '', '首页'],
      ['issue one', 'issue', '签发一份'],
      ['issue many', 'batches', '批量签发'],
      ['upload', 'batches/new', '上传新的一批'],
      ['find', 'find', '查找证照'],
      ['corrections', 'corrections', '更正申请'],
    ] as const) {
      const times: number[] = [];
      for (let n = 0; n < VISITS; n += 1) {
        const started = performance.now();
        await page.goto(`${department.bridge.url}/console/${department.issuer}/${path}`);
        await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
        times.push(performance.now() - started);
      }
      const fresh = (await assetsOf(page)).filter((asset) => !seen.has(asset));
      for (const asset of fresh) seen.add(asset);
      const bytes = await Promise.all(fresh.map((asset) => gzipped(page, asset)));
      figures.push({
        bench: `console: ${name}`,
        value: times.sort((a, b) => a - b)[VISITS >> 1] ?? 0,
        unit: 'ms',
        note: `until its heading, median of ${VISITS}; ${Math.ceil(bytes.reduce((a, b) => a + b, 0) / 1000)} kB more, gzipped`,
      });
    }
    await visitor.leave();
    return figures;
  } finally {
    await department.close();
  }
}

const assetsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => path.startsWith('/console/')),
  );

async function gzipped(page: Page, asset: string): Promise<number> {
  const response = await page.request.get(new URL(asset, page.url()).href);
  return gzipSync(await response.body(), { level: 9 }).length;
}
