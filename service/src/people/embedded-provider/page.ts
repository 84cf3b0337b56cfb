import { createHash } from 'node:crypto';

/** The colours and type of the other pages (web/kit/styles/base.css), in one small sheet that needs no build. */
const STYLE = `:root{color-scheme:light dark;--paper:#f5f3ec;--sheet:#fffefa;--ink:#1b2320;--soft:#59625d;--edge:#8a9089;--brand:#0f4d3a}
@media (prefers-color-scheme:dark){:root{--paper:#101513;--sheet:#19201d;--ink:#e9ece8;--soft:#a6b1ab;--edge:#74807a;--brand:#7fd1b0}}
*{box-sizing:border-box}
body{margin:0;padding:clamp(1.25rem,6vw,4rem) min(1.5rem,6vw);background:var(--paper);color:var(--ink);
font:1.0625rem/1.6 -apple-system,"Segoe UI",Roboto,"PingFang SC","Noto Sans SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif}
main{max-width:32rem;margin:0 auto}
header{margin-bottom:1.25rem;color:var(--brand);font-weight:600}
h1{margin:0 0 1rem;font-size:1.5rem;line-height:1.35}
[lang=en]{display:block;color:var(--soft);font-size:.9375rem;font-weight:400;line-height:1.5}
button{display:block;width:100%;margin:.625rem 0;padding:.75rem 1rem;font:inherit;text-align:left;color:inherit;
background:var(--sheet);border:1px solid var(--edge);border-radius:.5rem;cursor:pointer}
button:hover{border-color:var(--brand)}
button:focus-visible,input:focus-visible{outline:3px solid var(--brand);outline-offset:2px}
small{display:block;color:var(--soft);font-size:.9375rem;overflow-wrap:anywhere}
input{width:12rem;max-width:100%;padding:.5rem;font:inherit;color:inherit;background:var(--sheet);border:1px solid var(--edge);border-radius:.5rem}`;

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

/** What a page is about, in both languages. */
export interface PageTitle {
  readonly zh: string;
  readonly en: string;
}

/** A page of the embedded provider. @param body HTML, escaped already */
export function page({ zh, en }: PageTitle, body: string): string {
  return (
    `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<title>${escaped(zh)} ${escaped(en)}</title><style>${STYLE}</style><main><header>证桥 CertBridge</header>` +
    `<h1>${escaped(zh)} <span lang="en">${escaped(en)}</span></h1>${body}</main></html>`
  );
}

/** One button for each sample person or resident. */
export function peoplePage(
  title: PageTitle,
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
    `<p>仅供试用：无口令。<span lang="en">For trying only: there is no password.</span></p>` +
      `<form method="post" action="${escaped(action)}">${buttons}</form>`,
  );
}
