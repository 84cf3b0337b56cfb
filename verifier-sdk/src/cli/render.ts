import { codes } from '../verify/codes.js';
import { messageOf } from '../verify/messages.js';
import type { Report, ReportedCertificate, Verdict } from '../verify/report.js';
import { pad, painter, printable, widthOf } from './terminal.js';
import type { Paint } from './terminal.js';
import * as words from './words.js';

/** A report and what it is about. */
export interface NamedReport {
  readonly file: string;
  readonly report: Report;
  /** Where its verification receipt was put. */
  readonly receipt?: string;
}

const LABEL = 26;

const row = (label: words.Words, value: string): string =>
  `   ${pad(printable(`${label[0]} ${label[1]}`), LABEL)} ${printable(value)}`;

/** Whether a clerk must read more of it than its row of the table says. */
const isToBeRead = ({ verdict, notes, certificate }: Report): boolean =>
  verdict !== 'valid' || notes.includes('QR_CODE_ONLY') || certificate?.copy !== undefined;

/** Reports for people: each in full, and a table of all where there are several. */
export function render(
  reports: readonly NamedReport[],
  options: { colours: boolean; table: boolean },
): string {
  const paint = painter(options.colours);
  const full = options.table ? reports.filter(({ report }) => isToBeRead(report)) : reports;
  const parts = full.map((named) => renderReport(named, paint));
  if (reports.length > 1) parts.push(renderTable(reports, paint));
  return parts.join('\n\n');
}

/** One report in full. */
export function renderReport({ file, report, receipt }: NamedReport, paint: Paint): string {
  const { mark, words: verdict, colour } = words.verdicts[report.verdict];
  return [
    `${paint(colour, paint('bold', `${mark} ${verdict[0]} ${verdict[1]}`))}  ${printable(file)}`,
    `  ${messageOf(report.code, 'zh')}`,
    `  ${paint('dim', messageOf(report.code, 'en'))}`,
    `  → ${codes[report.code].zh.next}`,
    `    ${paint('dim', codes[report.code].en.next)}`,
    ...(report.certificate ? ['', ...renderCertificate(report.certificate)] : []),
    '',
    ...renderChecks(report, paint),
    ...renderFreshness(report),
    ...(receipt === undefined ? [] : [row(['核验回执', 'Receipt'], receipt)]),
  ].join('\n');
}

function renderCertificate(certificate: ReportedCertificate): string[] {
  const { name, identifier, issuer, validFrom, validUntil, copy, successor, replacedFrom, photo } =
    certificate;
  const differing = (certificate.missingOnPage ?? []).map((field) => words.pageFields[field].join(' '));
  return [
    ...(differing.length === 0 ? [] : [row(['页面上不符', 'Page differs in'], differing.join('；'))]),
    row(['证照', 'Certificate'], name),
    ...(copy === undefined ? [] : copyRows(copy)),
    row(['标识', 'Identifier'], identifier),
    row(['颁发机构', 'Issuer'], issuer.name === null ? issuer.code : `${issuer.name} ${issuer.code}`),
    ...(issuer.nameNow === undefined ? [] : [row(['现名', 'Now called'], issuer.nameNow)]),
    ...(issuer.formerNames === undefined ? [] : [row(['曾用名', 'Formerly'], issuer.formerNames.join('、'))]),
    row(['有效期', 'Validity'], `${validFrom} – ${validUntil ?? '长期 no expiry'}`),
    ...fieldRows(certificate),
    ...(successor === undefined
      ? []
      : [row(['后续证照', 'Successor'], successor.identifier ?? `${successor.cert} (${successor.issuer})`)]),
    ...(photo === undefined ? [] : [row(['照片', 'Photo'], `${photo.mediaType}, SHA-256 ${photo.sha256}`)]),
    ...(replacedFrom === undefined ? [] : [row(['将于此日换发', 'Replaced from'], replacedFrom)]),
  ];
}

/** What it may be used for comes first: all else of a copy is the original's. */
function copyRows({ of, purpose, user }: NonNullable<ReportedCertificate['copy']>): string[] {
  return [
    row(['加注件，仅用于', 'Copy, only for'], purpose),
    row(['使用方', 'Used by'], user),
    row(['原件', 'Copy of'], of),
  ];
}

/** In the order of the titles, by which the issuer calls them; those without a title last, by their keys. */
function fieldRows({ fields, titles = [] }: ReportedCertificate): string[] {
  const rest = Object.keys(fields).filter((key) => !titles.some(({ field }) => field === key));
  const named = [...titles, ...rest.map((key) => ({ field: key, zh: '内容', en: key }))];
  return named.flatMap(({ field, zh, en }) => {
    const value = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (value === undefined) return [];
    return [row([zh, en], typeof value === 'string' ? value : JSON.stringify(value))];
  });
}

function renderChecks({ checks, notes }: Report, paint: Paint): string[] {
  const lines = checks.map(({ name, outcome, code }) => {
    const [zh, en] = words.checks[name];
    const { mark, words: result, colour } = words.outcomes[outcome];
    const reason = outcome === 'fail' || outcome === 'unknown' ? `  ${code}` : '';
    return ` ${paint(colour, mark)} ${pad(`${zh} ${en}`, LABEL)}${paint(colour, `${result[0]} ${result[1]}`)}${reason}`;
  });
  return [
    ...lines,
    ...notes.map((code) => ` i ${messageOf(code, 'zh')} ${paint('dim', messageOf(code, 'en'))}`),
  ];
}

function renderFreshness({ asOf }: Report): string[] {
  if (asOf === null) return [row(['依据截至', 'Known as of'], '没有离线副本 no mirror')];
  return [
    row(['依据截至', 'Known as of'], asOf.beat ?? asOf.checkpoint),
    row(['副本更新', 'Mirror received'], asOf.received),
  ];
}

function renderTable(reports: readonly NamedReport[], paint: Paint): string {
  const rows = reports.map(({ file, report }) => [
    printable(file),
    printable(report.certificate?.name ?? '—'),
    report.code,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((cells) => widthOf(cells[column] ?? ''))));
  const lines = reports.map(({ report }, i) => {
    const { mark, words: verdict, colour } = words.verdicts[report.verdict];
    const cells = (rows[i] ?? []).map((cell, column) => pad(cell, widths[column] ?? 0)).join('  ');
    return `${paint(colour, pad(`${mark} ${verdict[0]} ${verdict[1]}`, 24))}${cells}`.trimEnd();
  });
  const counts = (['valid', 'invalid', 'indeterminate'] as const).map((verdict) => {
    const [zh, en] = words.verdicts[verdict].words;
    return `${zh} ${en} ${reports.filter(({ report }) => report.verdict === verdict).length}`;
  });
  return [...lines, paint('dim', `共 ${reports.length} 份 in all: ${counts.join(' · ')}`)].join('\n');
}

/** 0 valid, 1 invalid, 2 indeterminate; of several the worst: 1 over 2 over 0. */
export function exitCodeOf(verdicts: readonly Verdict[]): number {
  const codes = verdicts.map((verdict) => words.verdicts[verdict].exit);
  return [1, 2].find((code) => codes.includes(code)) ?? 0;
}
