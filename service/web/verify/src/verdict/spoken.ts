import type { Report } from '@certbridge/verifier-sdk';
import { certificateName } from './facts';
import { headline } from './words';

/** What a screen reader hears when an answer comes: the verdict first, then what it is about and why. */
export function spokenVerdict(
  state: 'empty' | 'waiting' | 'failed' | 'answered',
  report: Report | null,
): string {
  if (state === 'failed') return '未能完成核验。 The check could not be completed.';
  if (state === 'waiting') return '正在核验。 Checking.';
  if (!report) return '';
  const { title, reason } = headline(report);
  const about = certificateName(report.certificate);
  const zh = [title.zh, about?.zh].filter(Boolean).join('，');
  return `${zh}。${reason.zh} ${title.en}. ${reason.en}`;
}

/** The title of the browser's window. */
export function verdictTitle(report: Report | null): string {
  return report ? `${headline(report).title.zh} · 证桥核验` : '证桥核验 CertBridge';
}
