import type { Report } from '@certbridge/verifier-sdk';
import { speak } from '../../../kit';
import { certificateName } from '../../../kit/verdict/facts';
import { headline } from '../../../kit/verdict/words';

/** Speaks the verdict, where speech is on: what it is and what is said of it, no name and no number. */
export function sayVerdict(report: Report): void {
  const { title } = headline(report);
  const name = certificateName(report.certificate);
  speak({
    zh: [name?.zh, title.zh].filter(Boolean).join('，'),
    en: [name?.en, title.en].filter(Boolean).join(', '),
  });
}
