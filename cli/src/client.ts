import type { z } from 'zod';
import { exitCodes } from './exit-codes.js';
import { CallFailed } from './failure.js';
import { refusalOf } from './refusal.js';

export interface Client {
  get<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>>;
  post<S extends z.ZodType>(path: string, content: Content, schema: S): Promise<z.output<S>>;
  put<S extends z.ZodType>(path: string, content: Content, schema: S): Promise<z.output<S>>;
  delete(path: string): Promise<void>;
  /** As `post`; tells also whether the service had carried the request out before. */
  submit<S extends z.ZodType>(path: string, content: Content, schema: S): Promise<Submitted<z.output<S>>>;
  /** The response as it comes: files and events. */
  open(path: string, options?: OpenOptions): Promise<Response>;
  /** As `open`, of what is posted. */
  send(path: string, content: Content): Promise<Response>;
}

interface OpenOptions {
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Content {
  readonly media: string;
  readonly body: string | Blob;
  readonly idempotencyKey?: string | undefined;
  /** Why personal data is looked at; kept in the audit. */
  readonly purpose?: string | undefined;
  /** `*`: what is there already is refused, not changed (RFC 9110 §13.1.2). */
  readonly ifNoneMatch?: '*';
}

export interface Submitted<T> {
  readonly answer: T;
  readonly repeated: boolean;
}

export const json = (value: unknown, idempotencyKey?: string): Content => ({
  media: 'application/json',
  body: JSON.stringify(value),
  idempotencyKey,
});

/** Milliseconds for an answer that needs no work: behind a proxy that stalls none would ever come. */
const ANSWER = 60_000;

/** @param tokenOf asked at every call; undefined where nobody is signed in */
export function openClient(url: string, tokenOf: () => Promise<string | undefined>): Client {
  const base = url.replace(/\/+$/, '');
  const call = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    const token = await tokenOf();
    if (token) headers.set('authorization', `Bearer ${token}`);
    const response = await fetch(`${base}${path}`, { ...init, headers }).catch((cause: unknown) => {
      throw unreachable(base, cause);
    });
    if (!response.ok) throw await refusalOf(response, token !== undefined);
    return response;
  };
  const parsed = async <S extends z.ZodType>(response: Response, schema: S): Promise<z.output<S>> => {
    const answer: unknown = await response.json().catch((cause: unknown) => {
      throw cutOff(base, cause);
    });
    const result = schema.safeParse(answer);
    if (result.success) return result.data;
    throw new CallFailed(
      'ANSWER_UNEXPECTED',
      {
        zh: `${base} 的答复不像本版本的证桥服务。`,
        en: `${base} did not answer like a CertBridge of this version.`,
      },
      { exit: exitCodes.internal },
    );
  };
  const sending =
    (method: 'POST' | 'PUT'): Client['send'] =>
    (path, { media, body, idempotencyKey, purpose, ifNoneMatch }) => {
      const headers = {
        'content-type': media,
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        ...(purpose !== undefined && { 'certbridge-purpose': encodeURIComponent(purpose) }),
        ...(ifNoneMatch !== undefined && { 'if-none-match': ifNoneMatch }),
      };
      return call(path, { method, body, headers });
    };
  const send = sending('POST');
  const submit: Client['submit'] = async (path, content, schema) => {
    const response = await send(path, content);
    return {
      answer: await parsed(response, schema),
      repeated: response.headers.get('idempotent-replayed') === 'true',
    };
  };
  return {
    get: async (path, schema) => parsed(await call(path, { signal: AbortSignal.timeout(ANSWER) }), schema),
    post: async (path, content, schema) => (await submit(path, content, schema)).answer,
    submit,
    put: async (path, content, schema) => parsed(await sending('PUT')(path, content), schema),
    async delete(path) {
      await call(path, { method: 'DELETE', signal: AbortSignal.timeout(ANSWER) });
    },
    open: (path, options) => call(path, options),
    send,
  };
}

export function unreachable(base: string, cause: unknown): CallFailed {
  return new CallFailed(
    'UNREACHABLE',
    {
      zh: `无法连接 ${base} 的服务：它在运行吗，CERTBRIDGE_URL 对吗？`,
      en: `The service at ${base} cannot be reached: is it running, is CERTBRIDGE_URL right?`,
    },
    { exit: exitCodes.unavailable, transient: true, cause },
  );
}

/** The answer did not come to its end, or is no JSON: a proxy's page. */
function cutOff(base: string, cause: unknown): CallFailed {
  return new CallFailed(
    'ANSWER_CUT_OFF',
    { zh: `${base} 的答复中断。`, en: `The answer of ${base} was cut off.` },
    { exit: exitCodes.unavailable, transient: true, cause },
  );
}
