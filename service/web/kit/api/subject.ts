/** For whom this page speaks: the subject of the session that it was told of. */
let subject: string | undefined;

/** From now on every request says so: all tabs share one cookie, and another tab may have begun somebody else's session. */
export function speakFor(who: string | undefined): void {
  subject = who;
}

/** Header fields that a request for this page's person carries. */
export const subjectHeader = (): Readonly<Record<string, string>> =>
  subject === undefined ? {} : { 'CertBridge-Subject': subject };
