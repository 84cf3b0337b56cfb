const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/**
 * Text as a workbook's XML holds it, its lines ended by LF as in spreadsheets. What XML 1.0 cannot hold is written
 * `_xHHHH_`, and so is what already looks like that (ST_Xstring, ECMA-376 part 1 §22.9.2.19).
 */
export const xmlText = (text: string): string => (NEEDS_WORK.test(text) ? escaped(text) : text);

/** Of most cells there is nothing to escape. */
// eslint-disable-next-line no-control-regex -- what XML cannot hold
const NEEDS_WORK = /[\u0000-\u0008\u000b-\u001f\ud800-\udfff\ufffe\uffff&<>"_]/;

const escaped = (text: string): string =>
  text
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/\r\n?/g, '\n')
    .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
    .replace(
      // eslint-disable-next-line no-control-regex -- what XML cannot hold
      /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g,
      (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
    .replace(/[&<>"]/g, (character) => NAMED[character] ?? character);

export const xmlPart = (content: string): Buffer =>
  Buffer.from(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${content}`);
