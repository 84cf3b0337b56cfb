import { codes } from '@certbridge/verifier-sdk';
import type { Report, Verifier } from '@certbridge/verifier-sdk';
import type { Context, Middleware } from 'koa';

/** What handlers behind the middleware find. */
export interface VerifiedState {
  /** Its verdict is `valid`; `certificate` is not null. */
  report: Report;
}

/** The whole body, unless it is larger than `maxBytes`. */
async function read({ req }: Context, maxBytes: number): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  // A request that is destroyed could not be answered.
  for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function refuse(context: Context, status: number, code: string, detail: string): void {
  context.status = status;
  context.body = { status, code, detail };
  context.type = 'application/problem+json';
}

/** Lets a request through whose body is a PDF with a valid certificate, `maxBytes` long at most. */
export function verifiedCertificate(
  verifier: Verifier,
  { maxBytes = 4 * 1024 * 1024 } = {},
): Middleware<VerifiedState> {
  return async (context, next) => {
    if (!context.is('application/pdf')) {
      refuse(context, 415, 'NOT_A_PDF', 'Send the certificate as application/pdf.');
      return;
    }
    const bytes = await read(context, maxBytes);
    if (!bytes) {
      context.set('Connection', 'close'); // the rest of the body is not read
      refuse(context, 413, 'TOO_LARGE', `Send at most ${maxBytes} bytes.`);
      return;
    }
    const report = await verifier.verifyPdf(bytes);
    if (report.verdict !== 'valid') {
      const { meaning, next: advice } = codes[report.code].en;
      refuse(context, report.verdict === 'invalid' ? 422 : 503, report.code, `${meaning}. ${advice}`);
      return;
    }
    context.state.report = report;
    await next();
  };
}
