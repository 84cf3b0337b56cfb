import { createHash } from 'node:crypto';

const STYLE = `body{font:16px/1.6 system-ui,"Noto Sans SC",sans-serif;max-width:36rem;margin:3rem auto;padding:0 1rem}
h1{font-size:1.4rem}button{display:block;width:100%;margin:.5rem 0;padding:.7rem 1rem;font:inherit;text-align:left;
border:1px solid #767676;border-radius:4px;background:#fff;color:#111;cursor:pointer}small{color:#555}
input{font:inherit;padding:.5rem;width:12rem}`;

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${String(character.codePointAt(0))};`);

/** Nothing runs, nothing is fetched, nobody frames it; forms lead on within this service only. */
export const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** A page of the embedded provider. @param body HTML, escaped already */
export function page(title: string, body: string): string {
  return (
    `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<title>${escaped(title)}</title><style>${STYLE}</style><h1>${escaped(title)}</h1>${body}</html>`
  );
}

/** One button for each sample person or resident. */
export function peoplePage(
  title: string,
  action: string,
  people: readonly { subject: string; name: string }[],
): string {
  const buttons = people
    .map(
      ({ subject, name }) =>
        `<button name="subject" value="${escaped(subject)}">${escaped(name)} <small>${escaped(subject)}</small></button>`,
    )
    .join('');
  return page(
    title,
    `<p>仅供试用：无口令。<br><span lang="en">For trying only: there is no password.</span></p>` +
      `<form method="post" action="${escaped(action)}">${buttons}</form>`,
  );
}
