import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{chaincode,verifier-sdk,network,service,tests}/src/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // They end what hangs, and measure nothing: a machine five times slower, or as busy, must not reach them.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    teardownTimeout: 120_000,
    reporters: ['default', './tests/counted-line.ts'],
  },
});
