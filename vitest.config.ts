import { globSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const suites = '{chaincode,verifier-sdk,network,cli,service,tests}/src/**/*.test.ts';

// One seed for all workers; the last line of the run says it.
process.env['CERTBRIDGE_TESTS_SEED'] ??= String(Date.now() % 1_000_000_000);

/** `npm run test:long` gives a number of runs: then only what takes random inputs is run. */
const isLong = process.env['CERTBRIDGE_TESTS_RUNS'] !== undefined;
const takesRandomInputs = (file: string): boolean =>
  /from 'fast-check'|Random\.seeded/.test(readFileSync(file, 'utf8'));

export default defineConfig({
  test: {
    include: isLong ? globSync(suites).filter(takesRandomInputs) : [suites],
    setupFiles: ['./tests/src/random-inputs.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // They end what hangs, and measure nothing: a machine five times slower, or as busy, must not reach them.
    testTimeout: isLong ? 6 * 3_600_000 : 600_000,
    hookTimeout: 600_000,
    teardownTimeout: 120_000,
    expect: { poll: { timeout: 300_000, interval: 50 } },
    coverage: {
      provider: 'v8',
      // What the tests import through a package's name is its build, which its source maps lead back to src.
      include: ['{chaincode,verifier-sdk,network,cli,service}/{src,dist}/**/*.{ts,js}'],
      exclude: [
        '**/*.{test,fixture}.{ts,js}',
        '**/*.d.ts',
        '**/{testing,unit-ledger}/**',
        'service/dist/web/**',
      ],
      excludeAfterRemap: true,
      reporter: ['text-summary', 'html'],
      reportsDirectory: 'out/coverage',
    },
    reporters: ['default', './tests/counted-line.ts'],
  },
});
