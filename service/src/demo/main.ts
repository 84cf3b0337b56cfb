import { Problem } from '../platform/problems/index.js';
import { runDemo } from './demo.js';

/** `npm run demo`: leaves its results in `out/` of the folder that it is called from. */
try {
  await runDemo('out', process.env);
} catch (error) {
  const text =
    error instanceof Problem ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`\n${text ?? 'unknown failure'}\n`);
  process.exitCode = 1;
}
