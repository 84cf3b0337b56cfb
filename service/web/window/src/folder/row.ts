import type { Report } from '@certbridge/verifier-sdk';
import type { Words } from '../../../kit';
import { certificateName, factsOf } from '../../../kit/verdict/facts';
import { headline } from '../../../kit/verdict/words';
import { failures } from '../../../kit/verifying/failures';
import type { Failure } from '../../../kit/verifying/messages';

/** One file of a folder, with what is kept of its verdict: photos and fields of ten thousand files are not. */
export interface Row {
  readonly path: string;
  /** Undefined while it waits. */
  readonly verdict?: Report['verdict'];
  readonly said?: Words;
  readonly certificate?: string;
  readonly holder?: string;
  readonly reason?: Words;
}

export function judgedRow(path: string, report: Report): Row {
  const { title, reason } = headline(report);
  const holder = factsOf(report.certificate).find(({ first }) => first);
  return {
    path,
    verdict: report.verdict,
    said: title,
    certificate: certificateName(report.certificate)?.zh ?? '',
    holder: holder?.value.join('') ?? '',
    reason,
  };
}

/** A file that could not be looked at is undetermined: nothing is said of what is in it. */
export function failedRow(path: string, failure: Failure): Row {
  return {
    path,
    verdict: 'indeterminate',
    said: { zh: '没有核验', en: 'Not checked' },
    reason: failures[failure],
  };
}
