import type { Report } from '@certbridge/verifier-sdk';
import type { Failure } from '../verifying/messages';
import { certificateName } from './facts';
import { failures } from '../verifying/failures';
import { headline } from './words';

/** What a screen reader hears when an answer comes: the verdict first, then what it is about and why. */
export function spokenOutcome(
  state: 'empty' | 'waiting' | 'failed' | 'answered',
  report: Report | null,
  failure: Failure | null,
): string {
  if (failure) return `没有核验成。${failures[failure].zh} Not checked. ${failures[failure].en}`;
  if (state === 'waiting') return '正在核验。 Checking.';
  if (!report) return '';
  const { title, reason, next } = headline(report);
  const about = certificateName(report.certificate);
  const copy = report.certificate?.copy;
  const zh = [title.zh, about?.zh, copy && `仅用于${copy.purpose}`, copy && `仅限${copy.user}使用`]
    .filter(Boolean)
    .join('，');
  return `${zh}。${reason.zh}${next.zh} ${title.en}. ${reason.en} ${next.en}`;
}

/** The title of the browser's window. */
export function windowTitle(report: Report | null): string {
  return report ? `${headline(report).title.zh} · 证桥核验` : '证桥核验 CertBridge';
}
