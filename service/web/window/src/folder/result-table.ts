import { say } from '../../../kit';
import type { Row } from './row';
import { folderWords as words } from './words';

/** The results as CSV (RFC 4180), with a mark by which spreadsheets know UTF-8. */
export function resultTable(rows: readonly Row[]): Blob {
  const head = [words.file, words.verdict, words.certificate, words.holder, words.reason].map((one) =>
    say(one),
  );
  const lines = rows.map(({ path, said, certificate = '', holder = '', reason }) => [
    path,
    said ? say(said) : say(words.waiting),
    certificate,
    holder,
    reason ? say(reason) : '',
  ]);
  const text = [head, ...lines].map((line) => line.map(cell).join(',')).join('\r\n');
  return new Blob([`\uFEFF${text}\r\n`], { type: 'text/csv;charset=utf-8' });
}

/**
 * A spreadsheet takes what begins with one of these signs for a formula, some of them in full width too: a file's name
 * must not become one (OWASP, CSV Injection).
 */
const cell = (value: string): string =>
  `"${(/^[=+\-@＝＋－＠\t\r\n]/u.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;
