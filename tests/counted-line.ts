import type { Reporter, TestModule } from 'vitest/node';

/**
 * Prints, after everything else, the seed of the random inputs, and the one line that people and CI count by:
 * `N passed, N failed, N skipped`. A module that could not even be collected counts as a failure.
 */
export default class CountedLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      const before = count.failed;
      for (const test of module.children.allTests()) count[test.result().state] += 1;
      if (module.state() === 'failed' && count.failed === before) count.failed += 1;
    }
    const failed = count.failed + count.pending;
    const seed = process.env['CERTBRIDGE_TESTS_SEED'] ?? '';
    process.stdout.write(`\nRandom inputs from CERTBRIDGE_TESTS_SEED=${seed}\n`);
    process.stdout.write(`${count.passed} passed, ${failed} failed, ${count.skipped} skipped\n`);
  }
}
