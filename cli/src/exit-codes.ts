/**
 * What the command's exit code says, so that scripts need not read its words. From 64 on they are those of
 * sysexits.h (4.0BSD).
 */
export const exitCodes = {
  /** All that was asked for is done. */
  done: 0,
  /** Refused, in whole or in part; what was refused is named. The same request would be refused again. */
  refused: 1,
  /** Taken, not finished: it waits for approval or for the ledger. The same command later goes on from there. */
  waiting: 2,
  /** Called in a wrong way; also a final change without a terminal and without --yes. */
  usage: 64,
  /** A file to be read is not there, or is none. */
  noInput: 66,
  /** The service does not answer, or cannot do it now: what became of the request is not known. */
  unavailable: 69,
  /** A fault of this program, or of the service. */
  internal: 70,
  /** A file or folder cannot be written. */
  cannotWrite: 73,
  /** No access token, or one that does not allow this. */
  noPermission: 77,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Of several outcomes the one that a script must not miss. */
export const worse = (a: ExitCode, b: ExitCode): ExitCode => {
  if (a === exitCodes.done) return b;
  if (b === exitCodes.done) return a;
  return a === exitCodes.refused || b === exitCodes.refused ? exitCodes.refused : a;
};
