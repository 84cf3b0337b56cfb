import type { ExpectedHolder } from './expected-holder.js';
import type { ExpectedShowing } from './showing.js';

/** What a certificate is compared with. */
export interface VerifyOptions {
  /** Whom the window has before it: the holder, or who acts for the holder. Live codes require it. */
  readonly holder?: ExpectedHolder;
  /** What a live code must be shown for; without it, none is valid. */
  readonly showing?: ExpectedShowing;
}
