import { z } from 'zod';
import { bilingual } from '../platform/wire/index.js';

/** The service said no, or could not be reached; the message is for the person at the terminal. */
export class CallFailed extends Error {
  readonly code: string;

  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'CallFailed';
    this.code = code;
  }
}

export interface Client {
  get<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>>;
  post<S extends z.ZodType>(path: string, content: Content, schema: S): Promise<z.output<S>>;
  delete(path: string): Promise<void>;
  /** The response as it comes: files and events. */
  open(path: string, signal?: AbortSignal): Promise<Response>;
}

export interface Content {
  readonly media: string;
  readonly body: string | Blob;
  readonly idempotencyKey?: string;
}

export const json = (value: unknown): Content => ({ media: 'application/json', body: JSON.stringify(value) });

const problem = z.looseObject({
  code: z.string(),
  detail: z.string(),
  /** What is wrong with which field. */
  problems: z
    .array(z.looseObject({ field: z.string().nullable(), message: bilingual, remedy: bilingual }))
    .catch([]),
});

/** @param tokenOf asked at every call; undefined where nobody is signed in */
export function openClient(url: string, tokenOf: () => Promise<string | undefined>): Client {
  const base = url.replace(/\/+$/, '');
  const call = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    const token = await tokenOf();
    if (token) headers.set('authorization', `Bearer ${token}`);
    const response = await fetch(`${base}${path}`, { ...init, headers }).catch((cause: unknown) => {
      throw new CallFailed(
        'UNREACHABLE',
        `The service at ${base} cannot be reached: is it running, is CERTBRIDGE_URL right?`,
        cause,
      );
    });
    if (!response.ok) throw await refusal(response, token !== undefined);
    return response;
  };
  const parsed = async <S extends z.ZodType>(response: Response, schema: S): Promise<z.output<S>> => {
    const result = schema.safeParse(await response.json());
    if (result.success) return result.data;
    throw new CallFailed('ANSWER_UNEXPECTED', `${base} did not answer like a CertBridge of this version.`);
  };
  return {
    get: async (path, schema) => parsed(await call(path), schema),
    async post(path, { media, body, idempotencyKey }, schema) {
      const headers = {
        'content-type': media,
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      };
      return parsed(await call(path, { method: 'POST', body, headers }), schema);
    },
    async delete(path) {
      await call(path, { method: 'DELETE' });
    },
    open: (path, signal) => call(path, signal ? { signal } : {}),
  };
}

async function refusal(response: Response, hasToken: boolean): Promise<CallFailed> {
  const result = problem.safeParse(await response.json().catch(() => undefined));
  if (response.status === 401 && !hasToken) {
    return new CallFailed(
      'NO_TOKEN',
      '请先登录：certbridge login。Sign in first: "certbridge login". Set CERTBRIDGE_TOKEN where no person is.',
    );
  }
  if (!result.success) return new CallFailed('REFUSED', `The service answered ${response.status}.`);
  const { code, detail, problems } = result.data;
  const fields = problems.map(({ field, message, remedy }) => {
    const name = field === null ? '' : `${field} `;
    return `\n  ${name}${message.en}; ${remedy.en}\n    ${name}${message.zh}，${remedy.zh}`;
  });
  return new CallFailed(code, `${detail} (${code})${fields.join('')}`);
}
