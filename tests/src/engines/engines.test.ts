import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing } from '../requirements.js';
import { IssuedCertificates } from '../verify-page/certificates.js';
import { openFirefox } from './firefox.js';
import { field, labelled } from './tab.js';
import type { Tab } from './tab.js';
import { openWebKit } from './webkit.js';

const engines = [
  ['Firefox', () => missing('firefox-esr'), openFirefox, '653199198801020034'],
  ['WebKit', () => missing('WebKitWebDriver') || missing('Xvfb'), openWebKit, '653199198801020050'],
] as const;

const VERDICT = '//*[@id="verdict-title"]';
const verdict = (said: string): string => `${VERDICT}[contains(normalize-space(), "${said}")]`;

let issued: IssuedCertificates;
beforeAll(async () => {
  issued = await IssuedCertificates.start();
});
afterAll(() => issued.close());

/** Waits until the wallet's credential is on the ledger, and windows can learn of it. */
async function credentialIsKnown({ bridge }: IssuedCertificates): Promise<void> {
  const { database, feed } = bridge.service;
  await expect.poll(async () => (await database.query('SELECT FROM outbox')).rowCount).toBe(0);
  await feed.update();
}

/** What residents, clerks and windows bring is seldom Chromium alone: the main path of each page, in order. */
describe.each(engines)('in %s', (_, isMissing, openTab, number) => {
  if (isMissing()) {
    it.skip('every page does its main work');
    return;
  }
  let tab: Tab;
  beforeAll(async () => {
    tab = await openTab();
  });
  afterAll(() => tab.close());

  const signIn = async (who: string, start: string, reached: string): Promise<void> => {
    await tab.open(start);
    await tab.click(`//button[starts-with(normalize-space(), "${who}")]`);
    await tab.see(reached);
  };

  it('the page behind a QR code checks it', async () => {
    const [sample] = await issued.all();
    await issued.bridge.service.feed.update();
    await tab.open(`${issued.bridge.url}/v#${sample!.digits}`);
    await tab.see(verdict('有效'));
  });

  it('the page behind a QR code goes on when one comes back to it', async () => {
    const [one, other] = await issued.all();
    const { url } = issued.bridge;
    await tab.open(`${url}/v#${one!.digits}`);
    await tab.see(`//*[contains(., "${one!.identifier}")]`);
    await tab.open(`${url}/wallet`);
    await tab.back();
    await tab.see(`//*[contains(., "${one!.identifier}")]`);
    await tab.open(`${url}/v#${other!.digits}`);
    await tab.see(`//*[contains(., "${other!.identifier}")]`);
    await tab.see(verdict('有效'));
  });

  it('a clerk issues a certificate in the console', async () => {
    const { bridge } = issued;
    await signIn('经办', bridge.signInLink!, '//a[contains(@href, "/console")]');
    const { rows } = await bridge.service.database.query<{ code: string }>(
      `SELECT code FROM issuers WHERE name LIKE '%公安局' LIMIT 1`,
    );
    await tab.open(`${bridge.url}/console/${rows[0]!.code}/issue`);
    await tab.choose(field('证照类型'), '居住证');
    await tab.type(field('姓名'), '王样例');
    await tab.type(field('公民身份号码'), number);
    await tab.type(field('居住地住址'), '浙江省示例市示范区中山路2号301室');
    await tab.type(field('常住户口所在地住址'), '浙江省示例市示范区人民路1号');
    await tab.choose(field('民族'), '汉');
    await expect.poll(() => tab.attribute(field('出生日期'), 'value')).toBe('1988-01-02');
    await tab.click(labelled('提交签发'));
    await tab.see('//*[self::h1 or self::h2][contains(., "已签发")]');
  });

  it('a resident shows a certificate, and a window takes it', async () => {
    const { bridge } = issued;
    await tab.open(bridge.signInLink!);
    await signIn(
      '康雪',
      `${bridge.url}/auth/residents/sign-in?return=%2Fwallet`,
      '//li[contains(@class, "card")]',
    );
    await tab.click(labelled('放进这台手机'));
    await tab.see(labelled('亮证'));
    // A code counts for a minute, which a slow machine may need; and a window that has not read the newest of the
    // ledger knows no credential made since: then another code is shown.
    const taken = async (): Promise<string> => {
      await credentialIsKnown(issued);
      await tab.open(`${bridge.url}/wallet`);
      await tab.click(labelled('亮证'));
      await tab.choose('//*[@id="item"]', '户口迁移');
      await tab.click(labelled('出示'));
      const code = await tab.attribute('//figure//*[@data-text]', 'data-text');
      await tab.open(`${bridge.url}/window/cases`);
      await tab.click('//button[contains(normalize-space(), "户口迁移")]');
      await tab.click('//nav//a[normalize-space()="核验"]');
      await tab.paste('//*[@id="code-text"]', code);
      await tab.click('//form[.//*[@id="code-text"]]//button');
      // It counts only for whom it names.
      await tab.paste(field('姓名或名称'), '康雪');
      await tab.click('//form[.//*[@id="holder-name"]]//button');
      await tab.see(`${VERDICT}[not(contains(., "须核对本人"))]`);
      return tab.text(VERDICT);
    };
    await expect.poll(taken).toContain('有效');
  });
});
