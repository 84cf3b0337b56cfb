import { receiptCodes } from '@certbridge/verifier-sdk';
import type { ReceiptCode, VerificationReceipt } from '@certbridge/verifier-sdk';
import names from 'virtual:certificate-names';
import { instant, language, listed, say } from '../../../kit';
import { certificateName } from '../../../kit/verdict/facts';
import { meaningOf } from '../../../kit/verdict/words';
import type { Words } from '../../../kit/words/words';
import type { PublishedHall } from './ask-hall';
import type { CheckedFiling, CheckedReceipt } from './check-receipt';
import { receiptCheckWords as words } from './words';

interface Line {
  readonly label: string;
  readonly value: string;
  /** Signs to compare one by one. */
  readonly code?: true;
}

/** What came of a check, as it is told. */
export interface Result {
  readonly kind: 'good' | 'doubt' | 'grave';
  readonly title: string;
  readonly why: string;
  readonly lines: readonly Line[];
  /** What the lines rest on, where that is not a signature. */
  readonly note?: string;
}

const kinds = { valid: 'good', indeterminate: 'doubt', invalid: 'grave', skipped: 'doubt' } as const;

function told(code: ReceiptCode): Pick<Result, 'kind' | 'title' | 'why'> {
  const { kind, ...said } = receiptCodes[code];
  const { meaning, cause, next } = said[language.value];
  return { kind: kinds[kind], title: meaning, why: `${cause}${next}` };
}

export function receiptResult({ digest, report, hall, filing }: CheckedReceipt): Result {
  const { code, keyId, receipt } = report;
  if (!receipt) return { ...told(code), lines: hallLines(hall) };
  return {
    ...told(code),
    lines: [
      ...receiptLines(receipt),
      ...hallLines(hall),
      ...filingLines(report.filing),
      ...(report.filing || !hall ? [] : [line(words.filed, filing ? words.filedOnly : words.notFiled)]),
      ...revocationLines(hall, keyId, report.filing !== null && code === 'OK'),
      { label: say(words.shown), value: receipt.shown.sha256, code: true },
      { label: say(words.digest), value: digest, code: true },
    ],
  };
}

export function filingResult({ digest, report, hall, filing }: CheckedFiling): Result {
  const ends = [...hallLines(hall), { label: say(words.digest), value: digest, code: true } as const];
  if (!filing || !report) {
    return { kind: 'grave', title: say(words.notFiled), why: say(words.notFiledWhy), lines: ends };
  }
  const { summary } = filing;
  const isProven = report.filing !== null;
  const said =
    report.code !== 'OK'
      ? told(report.code)
      : isProven
        ? ({ kind: 'good', title: say(words.filedTitle), why: say(words.filedWhy) } as const)
        : ({ kind: 'doubt', title: say(words.filedOnly), why: say(words.filedOnlyWhy) } as const);
  const type =
    summary.type === null ? undefined : (names[summary.type] ?? { zh: summary.type, en: summary.type });
  return {
    ...said,
    lines: [
      line(words.certificate, type ?? words.nothing),
      line(words.verdict, meaningOf(summary.code)),
      line(words.verified, instant(summary.signedAt)),
      { label: say(words.window), value: summary.window.name },
      ...filingLines(report.filing),
      ...revocationLines(hall, summary.window.fingerprint, isProven && report.code === 'OK'),
      ...ends,
    ],
    note: say(words.word),
  };
}

const line = (label: Words, value: Words): Line => ({ label: say(label), value: say(value) });

function receiptLines({ report, at, place, purpose, reference, withheld }: VerificationReceipt): Line[] {
  const { certificate } = report;
  const titleOf = (field: string): string => {
    const title = certificate?.titles?.find((one) => one.field === field);
    return title ? say(title) : field;
  };
  const kept = Object.entries(certificate?.fields ?? {}).map(([field, value]) => ({
    label: titleOf(field),
    value: typeof value === 'string' ? value : JSON.stringify(value),
  }));
  return [
    line(words.certificate, certificateName(certificate) ?? words.nothing),
    line(words.verdict, meaningOf(report.code)),
    ...kept,
    line(words.verified, instant(at)),
    { label: say(words.window), value: place },
    { label: say(words.purpose), value: purpose },
    ...(reference === undefined ? [] : [{ label: say(words.reference), value: reference }]),
    ...(withheld.length === 0 ? [] : [{ label: say(words.withheld), value: listed(withheld.map(titleOf)) }]),
  ];
}

function hallLines(hall: PublishedHall | undefined): Line[] {
  if (!hall) return [];
  const { name, code } = hall.windows;
  return [
    { label: say(words.hall), value: `${name}（${code}）` },
    ...hall.fingerprints.map((value) => ({ label: say(words.hallKey), value, code: true }) as const),
  ];
}

function filingLines(filing: CheckedReceipt['report']['filing']): Line[] {
  if (!filing) return [];
  const [at, held] = [instant(filing.at), instant(filing.heldBy)].map((time) => say(time)) as [
    string,
    string,
  ];
  return [{ label: say(words.filed), value: say(words.filedBy, { at, held }) }];
}

/** @param isBefore whether it is proven that the receipt was filed before */
function revocationLines(hall: PublishedHall | undefined, key: string | null, isBefore: boolean): Line[] {
  if (!hall) return [];
  const revoked = hall.windows.revocations.revoked.find((one) => one.key === key);
  if (!revoked) return [line(words.revocation, words.notRevoked)];
  const at = say(instant(new Date(revoked.at * 1000).toISOString()));
  return [
    { label: say(words.revocation), value: say(isBefore ? words.revokedLater : words.revokedSince, { at }) },
  ];
}
