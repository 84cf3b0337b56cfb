import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Transaction } from '../database/index.js';
import type { Actor, Permission, Principal } from '../principal/index.js';
import type { QuotaName } from '../quotas/index.js';

export type Body =
  | { readonly json: z.ZodType; readonly description?: string }
  /** `application/x-www-form-urlencoded`, as OAuth 2.0 wants it; a name given twice is refused (RFC 6749 §3.2). */
  | { readonly form: z.ZodType; readonly description?: string }
  /** Handed on unread, up to `limit` bytes. */
  | { readonly stream: readonly string[]; readonly limit: number; readonly description?: string };

/** One kind of answer. */
export type Answer = { readonly description: string; readonly headers?: z.ZodObject } & (
  | { readonly json: z.ZodType }
  /** Several where the reply says which. `line`: what each line of JSON lines is, by the id of its schema. */
  | { readonly media: string | readonly [string, ...string[]]; readonly line?: z.ZodType }
  | { readonly empty: true }
);

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Checked against the operation's schema before it is sent. */
  readonly json?: unknown;
  readonly bytes?: Uint8Array | string;
  readonly stream?: Readable;
  /** Of `bytes` or `stream`, where the operation allows several. */
  readonly media?: string;
}

type BodyOf<B> = B extends { json: infer S extends z.ZodType } | { form: infer S extends z.ZodType }
  ? z.output<S>
  : B extends { stream: readonly string[] }
    ? Readable
    : undefined;

export interface Call<P extends z.ZodObject, Q extends z.ZodObject, B, H extends z.ZodObject> {
  readonly params: z.output<P>;
  readonly query: z.output<Q>;
  /** Those that the operation names. */
  readonly headers: z.output<H>;
  readonly body: BodyOf<B>;
  /** Media type of the body, without parameters. */
  readonly media: string;
  /** Whom the request speaks for; on public operations nobody. */
  readonly principal: Principal;
  /** The same for the audit: who, as what, from where, why. */
  readonly actor: Actor;
  readonly caller: Caller;
  readonly idempotencyKey: string | undefined;
  readonly ifNoneMatch: string | undefined;
  /** The Range header as it came. */
  readonly range: string | undefined;
  /** Whether Accept-Encoding names gzip (RFC 9110 §12.5.3). */
  readonly acceptsGzip: boolean;
  /** Of the last event that a reader of a stream has (WHATWG HTML §9.2.4). */
  readonly lastEventId: string | undefined;
  /** Fires when the caller is gone, the time is up, or the service stops. */
  readonly signal: AbortSignal;
  /** Works on a file that has arrived, as one of the few at once: waits for that. @throws Overloaded once `signal` fires */
  readonly inUploadTurn: <T>(work: () => Promise<T>) => Promise<T>;
}

/** Where a request comes from. */
export interface Caller {
  /** IP address; that of the browser where a configured proxy names it. */
  readonly address: string;
  readonly requestId: string;
  /** Of the session that the request came in; undefined without one. */
  readonly session: string | undefined;
  cookie(name: string): string | undefined;
}

/** One operation of the API: what the router mounts, what OpenAPI tells, what is checked. */
export interface Operation<
  P extends z.ZodObject = z.ZodObject,
  Q extends z.ZodObject = z.ZodObject,
  B extends Body | undefined = Body | undefined,
  H extends z.ZodObject = z.ZodObject,
> {
  readonly id: string;
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** With parameters as `{name}`. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  /** Never left out: what everybody may do is called public. */
  readonly permission: Permission | 'public';
  readonly params?: P;
  readonly query?: Q;
  /** Header fields that it reads, by their names in lower case. */
  readonly headers?: H;
  readonly body?: B;
  /** What one person or system may do only so often, like looking people up by their number. */
  readonly quota?: Exclude<QuotaName, 'call' | 'system-call'>;
  /**
   * Bounds by itself what it holds of its content while that comes: of uploads, its caller's alone are counted, and
   * what it does by {@link Call.inUploadTurn}.
   */
  readonly keptAsItComes?: true;
  /** Tells whether the service is well: answered whatever else waits, and counted against nobody. */
  readonly vital?: true;
  /** For the operator's own machines: mounted where the settings say. */
  readonly internal?: true;
  /** Takes an `Idempotency-Key`. */
  readonly idempotent?: true;
  /** Has no time limit. */
  readonly long?: true;
  readonly answers: Readonly<Record<number, Answer>>;
  /** Header fields of all its answers, refusals too. */
  readonly everyAnswer?: Readonly<Record<string, string>>;
  /** Reads, or does what manages its own transactions. Either this or `change`. */
  handle?(call: Call<P, Q, B, H>): Promise<Reply>;
  /**
   * Changes something, in the one transaction given: lock the rows, decide, change, record. It is committed
   * before the answer is sent, and rolled back when this rejects.
   */
  change?(call: Call<P, Q, B, H>, tx: Transaction): Promise<Reply>;
}

type NoFields = z.ZodObject<Record<string, never>>;

/** Infers the types of a call from the schemas. */
export function operation<
  P extends z.ZodObject = NoFields,
  Q extends z.ZodObject = NoFields,
  B extends Body | undefined = undefined,
  H extends z.ZodObject = NoFields,
>(spec: Operation<P, Q, B, H>): Operation {
  return spec;
}
