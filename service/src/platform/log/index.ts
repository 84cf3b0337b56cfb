import { pino } from 'pino';
import type { Logger } from 'pino';

/** JSON lines on standard error; standard output belongs to what the start tells people. */
export function openLog(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      // Nothing of ours logs these; should something begin to, they do not get out.
      redact: { paths: ['*.authorization', '*.token', '*.password', '*.fields'], remove: true },
    },
    pino.destination({ dest: 2, sync: false }),
  );
}
