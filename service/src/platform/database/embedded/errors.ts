import { Problem } from '../../problems/index.js';

/** The embedded PostgreSQL cannot be started; the message says why and what to do. */
export class EmbeddedPostgresFailed extends Problem {
  constructor(message: string, cause?: unknown) {
    super('internal', 'EMBEDDED_POSTGRES_FAILED', message, { cause });
  }
}
