import type { IssuedCertificate } from './department.js';
import type { Expectation } from './expected.js';
import type { WindowReport } from './window.js';

/** A certificate of the demo: what the window should report, and what it did. */
export interface DemoResult {
  readonly certificate: IssuedCertificate;
  readonly report: WindowReport | undefined;
  readonly expected: Expectation;
}
