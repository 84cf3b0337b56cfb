/** A sample certificate that the home page shows: invented people and departments. */
export interface Sample {
  readonly name: { readonly zh: string; readonly en: string };
  /** Where its PDF is served, such as `/samples/<identifier>.pdf`. */
  readonly pdfPath: string;
  readonly pdf: Uint8Array;
  /** What its QR code opens, as a path: `/v#` and the digits. */
  readonly verifyPath: string;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);

/** The card of sample certificates as HTML; nothing where there are none. */
export function samplesCard(samples: readonly Sample[]): string {
  if (samples.length === 0) return '';
  const items = samples.map(
    ({ name, pdfPath, verifyPath }) => `<li>
      <p class="type">${escape(name.zh)} <span class="en" lang="en">${escape(name.en)}</span></p>
      <a href="${escape(verifyPath)}">核验 <span class="en" lang="en">Verify</span><span class="out-of-sight">：${escape(name.zh)}样例</span></a>
      <a href="${escape(pdfPath)}">PDF<span class="out-of-sight">：${escape(name.zh)}样例</span></a>
    </li>`,
  );
  return `<li class="card samples">
    <h2>样例证照 <span class="en" lang="en">Sample certificates</span></h2>
    <p>内容均为虚构。点击核验，与扫描证照上的二维码相同。</p>
    <p class="en" lang="en">All invented. The link opens what the QR code on the certificate opens.</p>
    <ul>${items.join('')}</ul>
  </li>`;
}
