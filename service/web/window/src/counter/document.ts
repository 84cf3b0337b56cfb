import type { ExpectedHolder, ExpectedShowing, Report } from '@certbridge/verifier-sdk';
import { effectScope, watch } from 'vue';
import type { Failure } from '../../../kit/verifying/messages';
import { openQuery } from '../../../kit/verifying/query';
import type { Asked, Query } from '../../../kit/verifying/query';
import type { WorkerClient } from '../../../kit/verifying/worker-client';

/** What lies on the counter: one certificate, however it came, and the standing verdict on it. */
export interface CounterDocument {
  readonly id: number;
  readonly source: 'code' | 'file';
  /** Name of the file; empty for a code. */
  readonly name: string;
  readonly query: Query;
  /** The QR text or the file's bytes, of which a receipt keeps the digest. */
  readonly content: string | Uint8Array;
  /** When it was put here, as `performance.now()` tells it. */
  readonly since: number;
  /**
   * Judges it for the item of the case that is open now.
   * @param demanded the challenge that this item asks for, of a code that was shown before the person was given one
   */
  forItem(code: string | undefined, demanded: string | undefined): void;
  /** Takes it away: nothing of it is asked again. */
  close(): void;
}

/** What was found of a document, as it stands at one moment: asked about another person, it is another. */
export interface CheckedDocument extends Pick<CounterDocument, 'content'> {
  readonly report: Report;
}

/** Those on which there is a verdict now. */
export const checked = (documents: readonly CounterDocument[]): CheckedDocument[] =>
  documents.flatMap(({ content, query: { report } }) =>
    report.value ? [{ content, report: report.value }] : [],
  );

export interface NewDocument {
  readonly id: number;
  readonly name: string;
  readonly content: string | Uint8Array<ArrayBuffer>;
  readonly holder: ExpectedHolder | undefined;
  /** Code of the item of the open case: a live code 亮证码 counts for that one alone. */
  readonly item: string | undefined;
  /** The four digits 口令 that this window has given the person. */
  readonly challenge: string | undefined;
  /** Told of every verdict that differs from the one before, and of a failure. */
  readonly said: (report: Report | null, failure: Failure | null) => void;
}

/** Puts a certificate on the counter and asks what it is worth. */
export function putDown(worker: WorkerClient, made: NewDocument): CounterDocument {
  const { id, name, content, holder, challenge, said } = made;
  const readAt = new Date();
  const showing = (item: string | undefined, digits = challenge): ExpectedShowing | undefined =>
    item === undefined ? undefined : { item, readAt, ...(digits !== undefined && { challenge: digits }) };
  const scope = effectScope(true);
  const query = scope.run(() => {
    const opened = openQuery(worker);
    watch([() => verdictOf(opened.last.value), opened.failure], () =>
      said(opened.last.value, opened.failure.value),
    );
    return opened;
  }) as Query;
  const asked: Asked =
    typeof content === 'string' ? { ask: 'qr', text: content } : { ask: 'file', bytes: content.buffer };
  const expected = showing(made.item);
  query.ask({ ...asked, ...(holder && { holder }), ...(expected && { showing: expected }) });
  return {
    id,
    source: typeof content === 'string' ? 'code' : 'file',
    name,
    query,
    content,
    since: performance.now(),
    forItem: (code, demanded) => query.expectShowing(showing(code, challenge ?? demanded)),
    close: () => scope.stop(),
  };
}

const verdictOf = (report: Report | null): string => (report ? `${report.verdict} ${report.code}` : '');
