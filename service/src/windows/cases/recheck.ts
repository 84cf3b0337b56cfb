import { createVerifier, openMirror, syncMirror } from '@certbridge/verifier-sdk';
import type { Mirror, Report, TrustAnchor, Verifier } from '@certbridge/verifier-sdk';
import type { JsonObject } from '@certbridge/verifier-sdk/formats';
import { FolderStore } from '@certbridge/verifier-sdk/node';
import { theService } from '../../people/audit/index.js';
import type { Queryable } from '../../platform/database/index.js';
import { pause } from '../../platform/waiting/index.js';
import { readFinding } from '../receipts/index.js';
import type { CaseCapabilities } from './capabilities.js';
import { caseCell, getCase } from './case.js';
import { settleCovered } from './documents.js';

export interface RecheckOptions extends Omit<CaseCapabilities, 'trustAnchorId' | 'faces'> {
  /** Of the service's own feed. */
  readonly url: string;
  readonly trustAnchor: TrustAnchor;
  /** Of its mirror. */
  readonly folder: string;
  /** Milliseconds between two looks. */
  readonly every: number;
  readonly onTrouble: (error: unknown) => void;
}

interface Question extends Record<string, unknown> {
  readonly receipt: Buffer;
  readonly case_id: string;
  readonly hall: string;
  readonly kind: 'pdf' | 'qr';
  readonly content: Buffer;
}

const AT_ONCE = 100;

/** What could not be told when it was shown is checked again as knowledge arrives, until it can be told. */
export async function runRechecks(options: RecheckOptions, signal: AbortSignal): Promise<void> {
  let mirror: Mirror | undefined;
  while (!signal.aborted) {
    try {
      const questions = await openQuestions(options);
      if (questions.length > 0) {
        mirror ??= await openMirror(new FolderStore(options.folder), { trustAnchor: options.trustAnchor });
        await syncMirror(mirror, { urls: [options.url] });
        const verifier = createVerifier({ trustAnchor: options.trustAnchor, mirror });
        for (const question of questions) {
          // One that fails holds up no other, and comes last the next time.
          await recheck(options, verifier, question).catch(async (error: unknown) => {
            options.onTrouble(error);
            await putOff(options.database, question);
          });
        }
      }
    } catch (error) {
      options.onTrouble(error);
    }
    await pause(options.every, signal);
  }
}

/** Those that were looked at longest ago come first, so that none is forgotten behind others. */
async function openQuestions({ database }: RecheckOptions): Promise<Question[]> {
  const { rows } = await database.query<Question>(
    `SELECT q.receipt, q.case_id, q.kind, q.content, c.hall FROM case_questions q JOIN cases c ON c.id = q.case_id
     WHERE q.answered_at IS NULL AND (c.closed_as IS NULL OR c.closed_as = 'accepted')
     ORDER BY q.checked_at NULLS FIRST LIMIT ${AT_ONCE}`,
  );
  return rows;
}

const putOff = (database: Queryable, { receipt }: Pick<Question, 'receipt'>): Promise<unknown> =>
  database.query('UPDATE case_questions SET checked_at = now() WHERE receipt = $1', [receipt]);

async function recheck(
  options: RecheckOptions,
  verifier: Verifier,
  { receipt, case_id: id, hall, kind, content }: Question,
): Promise<void> {
  const { database, audit } = options;
  const digest = receipt.toString('hex');
  const { key } = await getCase(database, options, { hall, id });
  const shown = key.decrypt(content, caseCell('case_questions', 'content', digest));
  const report =
    kind === 'pdf' ? await verifier.verifyPdf(shown) : await verifier.verifyQr(shown.toString('utf8'));
  const { verdict, code } = report;
  await database.transaction(async (tx) => {
    if (verdict === 'indeterminate') {
      await putOff(tx, { receipt });
      return;
    }
    const of = await getCase(tx, options, { hall, id }, 'FOR UPDATE');
    const { rowCount } = await tx.query(
      `UPDATE case_questions SET answered_at = now(), checked_at = now(), verdict = $2, code = $3, content = NULL
       WHERE receipt = $1 AND answered_at IS NULL`,
      [receipt, verdict, code],
    );
    // Another replica was first.
    if (rowCount === 0) return;
    await settleCovered(tx, options, of, { digest, finding: findingOf(report) }, theService.subject);
    const said = { issuer: hall, case: id, receipt: digest, verdict, code };
    await audit.record(tx, { act: 'document.answered', by: theService, ...said });
  });
}

const findingOf = (report: Report): ReturnType<typeof readFinding> =>
  readFinding(report as unknown as JsonObject);
