import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '@certbridge/service/platform/settings';
import { startCertBridge } from '@certbridge/service/start';
import type { CertBridge } from '@certbridge/service/start';
import type { Browser, Page } from 'playwright-core';
import { Visitor, launch } from '../verify-page/phone.js';

/** Who signs in, by what the embedded provider's button begins with. */
type Colleague = '经办' | '审核' | '管理 陈' | '管理 吴' | '审计' | '窗口';

/** A department with four eyes, started as `npm start` starts it, and its people in browsers of their own. */
export class DepartmentAtWork {
  readonly bridge: CertBridge;
  /** GB 32100 code of the department. */
  readonly issuer: string;
  readonly #browser: Browser;
  readonly #folder: string;

  private constructor(bridge: CertBridge, issuer: string, browser: Browser, folder: string) {
    this.bridge = bridge;
    this.issuer = issuer;
    this.#browser = browser;
    this.#folder = folder;
  }

  static async open(): Promise<DepartmentAtWork> {
    const folder = await mkdtemp(join(tmpdir(), 'certbridge-console-'));
    const settings = readSettings({
      CERTBRIDGE_DATA: folder,
      CERTBRIDGE_PORT: '0',
      CERTBRIDGE_LOG_LEVEL: 'silent',
      CERTBRIDGE_ENTRY_AGE: '100ms',
    });
    const [bridge, browser] = await Promise.all([startCertBridge({ settings, throwAway: true }), launch()]);
    const { rows } = await bridge.service.database.query<{ code: string; name: string; mspId: string }>(
      `SELECT code, name, msp_id AS "mspId" FROM issuers WHERE name LIKE '%公安局' LIMIT 1`,
    );
    const [issuer] = rows;
    if (!issuer) throw new Error('the samples have no police department');
    return new DepartmentAtWork(bridge, issuer.code, browser, folder);
  }

  /** From now on somebody else approves what is submitted. */
  async askForFourEyes(): Promise<void> {
    await this.bridge.service.database.query('UPDATE issuers SET four_eyes = true WHERE code = $1', [
      this.issuer,
    ]);
  }

  /** Asks the service by its API, as somebody of a role, or as a sample resident. */
  async call(who: string, method: string, path: string, json?: unknown): Promise<unknown> {
    const { url, accounts } = this.bridge;
    const isColleague = accounts.some(({ role }) => role === who);
    const token = isColleague ? await this.bridge.token(who) : await this.bridge.residentToken(who);
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer;
  }

  /** A colleague's browser, on the console's first page or another. */
  async arrive(who: Colleague, path = ''): Promise<{ readonly visitor: Visitor; readonly page: Page }> {
    const visitor = await Visitor.arrive(this.#browser, { viewport: { width: 1366, height: 768 } });
    const page = await visitor.open(this.bridge.signInLink ?? '');
    await page.getByRole('button', { name: who }).click();
    await page.waitForURL(`${this.bridge.url}/`);
    await page.goto(`${this.bridge.url}/console/${path}`);
    await page.locator('h1').first().waitFor();
    return { visitor, page };
  }

  /** A browser of nobody. */
  stranger(): Promise<Visitor> {
    return Visitor.arrive(this.#browser, { viewport: { width: 1366, height: 768 } });
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.bridge.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
