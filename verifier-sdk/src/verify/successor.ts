import { formatIdentifier, parseIdentifier } from '../formats/identifier.js';
import type { ReportedCertificate } from './report.js';
import type { StatusFinding } from './status.js';

/** The certificate with what took its place, named as people name it where that follows from its own identifier. */
export function withSuccessor(
  certificate: ReportedCertificate,
  { finding, reported }: StatusFinding,
): ReportedCertificate {
  if (!reported) return certificate;
  const { successor } = reported;
  const identifier = finding.code === 'SUPERSEDED' ? nextVersion(certificate) : undefined;
  if (!successor || identifier === undefined) return { ...certificate, ...reported };
  return { ...certificate, ...reported, successor: { ...successor, identifier } };
}

/** A renewal keeps type, issuer and serial and is the next version (GB/T 36904); a copy has a serial of its own. */
function nextVersion({ identifier, copy }: ReportedCertificate): string | undefined {
  const parts = parseIdentifier(identifier);
  const version = Number(parts.version) + 1;
  if (copy || !/^\d{3}$/.test(parts.version) || version > 999) return undefined;
  return formatIdentifier({ ...parts, version: String(version).padStart(3, '0') });
}
