import fc from 'fast-check';

/*
 * How many random inputs a test takes, and from which seed: said once, to fast-check. Its properties follow by
 * themselves; loops of other kinds ask `fc.readConfigureGlobal()`. `npm test` takes a few, `npm run test:long`
 * a hundred times as many.
 */

const FEW = 300;

fc.configureGlobal({
  numRuns: Number(process.env['CERTBRIDGE_TESTS_RUNS'] ?? FEW),
  seed: Number(process.env['CERTBRIDGE_TESTS_SEED']),
});
