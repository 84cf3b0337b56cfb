import type { Page, Route } from 'playwright-core';
import { expect } from 'vitest';
import { violations } from './looks.js';
import { picture } from '../verify-page/phone.js';

/** How everything is answered that a page asks the service for. */
type State = 'never' | 'forbidden' | 'without a session' | 'by a proxy' | 'with empty lists';

/** What an app asks for before any page. */
const OF_THE_APP = ['/session', '/session/vault-key', '/issuers', '/types', '/my/certificates'];

const PROBLEM = { contentType: 'application/problem+json' };

/** Stands between a page and the service. */
export class Answers {
  #state: State = 'with empty lists';
  readonly #waiting: Route[] = [];
  readonly #forbidden: string;
  readonly #signedOut: string;

  private constructor(forbidden: string, signedOut: string) {
    this.#forbidden = forbidden;
    this.#signedOut = signedOut;
  }

  /** @param forbidden problem details, as the service refuses what somebody may not do */
  static async before(page: Page, forbidden: string): Promise<Answers> {
    const signedOut = await fetch(new URL('/api/v1/people', page.url()));
    expect(signedOut.status).toBe(401);
    const answers = new Answers(forbidden, await signedOut.text());
    const isPages = ({ pathname }: URL): boolean => {
      const [, path] = pathname.split('/api/v1');
      return path !== undefined && !OF_THE_APP.includes(path);
    };
    await page.route(isPages, (route) => answers.#answer(route));
    return answers;
  }

  /** What a forbidden page says. */
  get forbidden(): string {
    return (JSON.parse(this.#forbidden) as { readonly message: { readonly zh: string } }).message.zh;
  }

  /** What waits for an answer is answered like this, and whatever is asked from now on. */
  async are(state: State): Promise<void> {
    this.#state = state;
    for (const route of this.#waiting.splice(0)) await this.#answer(route);
  }

  async #answer(route: Route): Promise<void> {
    switch (this.#state) {
      case 'never':
        this.#waiting.push(route);
        return;
      case 'forbidden':
        return route.fulfill({ ...PROBLEM, status: 403, body: this.#forbidden });
      case 'without a session':
        return route.fulfill({ ...PROBLEM, status: 401, body: this.#signedOut });
      case 'by a proxy':
        return route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>502 Bad Gateway</h1>' });
      case 'with empty lists': {
        const response = await route.fetch();
        if (!response.headers()['content-type']?.startsWith('application/json'))
          return route.fulfill({ response });
        const answer = Object.entries((await response.json()) as Record<string, unknown>);
        const json = Object.fromEntries(
          answer.map(([key, value]) => [key, Array.isArray(value) ? [] : value]),
        );
        return route.fulfill({ response, json });
      }
    }
  }
}

export interface PageWithStates {
  readonly name: string;
  /** Leads to it. */
  readonly open: () => Promise<unknown>;
  /** What it says when there is nothing. */
  readonly nothing: string;
}

/** A page that loads, may not be seen, lost its session, cannot be had or has nothing says so and leads on, and axe-core finds nothing. */
export async function saysItsStates(
  page: Page,
  answers: Answers,
  { name, open, nothing }: PageWithStates,
): Promise<void> {
  const again = page.getByRole('button', { name: '再试一次' });
  const pressAll = (): Promise<void> =>
    again.evaluateAll((buttons) => {
      for (const button of buttons) (button as HTMLElement).click();
    });
  const loading = page.getByText('正在读取……');
  const forbidden = page.getByText(answers.forbidden);
  await answers.are('never');
  await open();
  await loading.first().waitFor();
  await page
    .getByRole('navigation')
    .or(page.getByRole('button', { name: '返回' }))
    .first()
    .waitFor();

  await answers.are('forbidden');
  await forbidden.first().waitFor();
  await expect.poll(() => loading.count()).toBe(0);
  expect(await again.count()).toBeGreaterThan(0);

  await answers.are('without a session');
  await pressAll();
  await page.getByRole('dialog', { name: '登录已结束' }).getByRole('link', { name: '登录' }).waitFor();

  // Whatever is refused next opens the dialog again: the page is loaded anew.
  await answers.are('by a proxy');
  await open();
  await page.getByText('服务暂时没有答复').first().waitFor();
  await expect.poll(() => forbidden.count()).toBe(0);
  await picture(page, `${name}-failing`);

  await answers.are('with empty lists');
  const pressUntilNone = async (): Promise<number> => {
    await pressAll();
    return (await again.count()) + (await loading.count());
  };
  await expect.poll(pressUntilNone).toBe(0);
  await page.getByText(nothing).first().waitFor();
  expect(await violations(page), name).toEqual([]);
  await picture(page, `${name}-empty`);
}
