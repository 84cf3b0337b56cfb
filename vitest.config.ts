import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{chaincode,verifier-sdk,network,service,tests}/src/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
    reporters: ['default', './tests/counted-line.ts'],
  },
});
