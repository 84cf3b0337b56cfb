import type { Report } from '@certbridge/verifier-sdk';
import type { WorkerState } from '../verifying/messages';
import { instant } from '../dates/when';
import type { Words } from '../words/words';
import { isUnread } from './words';

/** What this answer leaves open, said plainly: a verdict that hides its limits gets people hurt. */
export function openPoints(report: Report, source: 'code' | 'file', { knows }: WorkerState): Words[] {
  if (report.verdict === 'invalid' || isUnread(report.code)) return [];
  const points: Words[] = [];
  const since = knows?.beat ?? knows?.checkpoint;
  if (since) {
    points.push({
      zh: `${instant(since).zh}之后，它有没有被吊销。`,
      en: `Whether it was revoked after ${instant(since).en}.`,
    });
  } else {
    points.push({ zh: '它有没有被吊销。', en: 'Whether it has been revoked.' });
  }
  points.push(
    source === 'code'
      ? {
          zh: '出示的人是不是持证主体：二维码里没有照片，请看本人。',
          en: 'Whether the person is the holder: a QR code has no photo, so look at the person.',
        }
      : { zh: '出示的人是不是持证主体：请看本人。', en: 'Whether the person is the holder: please look.' },
  );
  const anchoring = report.checks.find((check) => check.name === 'anchoring');
  if (report.certificate && anchoring?.outcome === 'skipped') {
    points.push({
      zh: '签发密钥有没有被盗而尚未上报：二维码装不下存证凭据，PDF原件可以。',
      en: 'Whether its signing key was stolen and not yet reported: a QR code cannot hold the proof; the PDF can.',
    });
  }
  return points;
}
