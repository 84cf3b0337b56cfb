import { Problem } from '../problems/index.js';

/** PostgreSQL cannot be reached, is starting or stopping, or cut the connection: try again later. */
export class DatabaseUnavailable extends Problem {
  constructor(cause: unknown) {
    super(
      'unavailable',
      'DATABASE_UNAVAILABLE',
      {
        zh: '数据库现在没有答复：请稍后再试。',
        en: 'The database does not answer now; try again shortly.',
      },
      { cause },
    );
  }
}

/** Classes 08 connection, 53 resources, 57P0x operator intervention (PostgreSQL, appendix A). */
const UNAVAILABLE_STATE = /^(08|53)|^57P0[1-5]$/;
const UNAVAILABLE_CODE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
// pg reports these without a code (pg/lib/client.js, pg-pool/index.js).
const UNAVAILABLE_MESSAGE =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|Query read timeout|timeout expired)/;

/** True for errors that mean "PostgreSQL is away", not "this statement is wrong". */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isUnavailable);
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  if (code !== undefined && (UNAVAILABLE_CODE.has(code) || UNAVAILABLE_STATE.test(code))) return true;
  return UNAVAILABLE_MESSAGE.test(error.message);
}

/** The error to throw for one that pg threw. */
export function databaseError(error: unknown): unknown {
  return isUnavailable(error) ? new DatabaseUnavailable(error) : error;
}

/** The name of the unique constraint that an insert broke, if that is what happened. */
export function brokenUnique(error: unknown): string | undefined {
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return code === '23505' && typeof constraint === 'string' ? constraint : undefined;
}
