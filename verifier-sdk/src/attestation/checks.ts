import type { Certificate } from '../der/index.js';
import type { Endorsement } from '../formats/attestation.js';
import { ecdsaToRaw, isLowS } from '../formats/ecdsa.js';
import { importKey } from '../formats/keys.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { AttestationError } from './error.js';
import type { AnchorAuthorities, Endorser } from './anchor.js';
import type { ProposalResponse } from './payload.js';
import type { Statement } from './statement.js';

/*
 * The checks of docs/formats.md, "Attestation", each a function, in its order. Taking
 * any one away lets a forgery pass that nothing else would stop: tests/src/forgeries has each of them.
 */

/** 1. The version is not pinned: upgrades must not break verification. */
export function checkChaincode({ chaincode }: ProposalResponse, anchor: TrustAnchor): void {
  if (chaincode !== anchor.chaincode) {
    throw new AttestationError(
      'CHAINCODE_MISMATCH',
      `attested by another chaincode than ${anchor.chaincode}`,
    );
  }
}

export function checkResponse({ status }: ProposalResponse): void {
  if (status !== 200) throw new AttestationError('RESPONSE_NOT_OK', 'the contract did not answer 200');
}

export function checkNoEvent({ event }: ProposalResponse): void {
  if (event !== 0) throw new AttestationError('EVENT_PRESENT', 'Attest functions emit no event');
}

/** 2. (The tag is checked where the statement is read.) */
export function checkChannel({ channel }: Statement, anchor: TrustAnchor): void {
  if (channel !== anchor.channel)
    throw new AttestationError('CHANNEL_MISMATCH', 'attested on another channel');
}

export function checkNetwork({ network }: Statement, anchor: TrustAnchor): void {
  if (network !== anchor.network)
    throw new AttestationError('NETWORK_MISMATCH', 'attested on another network');
}

/** 3. */
export function checkNamespaces({ readWriteSets }: ProposalResponse, anchor: TrustAnchor): void {
  if (!readWriteSets.every(({ namespace }) => namespace === anchor.chaincode || namespace === '_lifecycle')) {
    throw new AttestationError('NAMESPACE_MISMATCH', 'touches state of another chaincode');
  }
}

export function checkNoWrites({ readWriteSets }: ProposalResponse): void {
  if (readWriteSets.some(({ writes }) => writes > 0)) {
    throw new AttestationError(
      'WRITES_PRESENT',
      'a statement writes nothing: this was an endorsed transaction',
    );
  }
}

export function checkNoMetadataWrites({ readWriteSets }: ProposalResponse): void {
  if (readWriteSets.some(({ metadataWrites }) => metadataWrites > 0)) {
    throw new AttestationError('METADATA_WRITES_PRESENT', 'a statement writes no metadata');
  }
}

export function checkNoPrivateData({ readWriteSets }: ProposalResponse): void {
  if (readWriteSets.some(({ collections }) => collections > 0)) {
    throw new AttestationError('PRIVATE_DATA_PRESENT', 'a statement touches no private collection');
  }
}

/** 4. */
export function checkRole({ certificate }: Endorser): void {
  const roles = certificate.organizationalUnits.filter((ou) =>
    ['peer', 'client', 'admin', 'orderer'].includes(ou),
  );
  if (roles.length !== 1 || roles[0] !== 'peer' || certificate.isCa) {
    throw new AttestationError('ENDORSER_ROLE', 'signed with a certificate that is not a peer’s');
  }
}

export function signatureOf({ signature }: Endorsement): Uint8Array {
  let raw: Uint8Array;
  try {
    raw = ecdsaToRaw(signature);
  } catch (cause) {
    throw new AttestationError('SIGNATURE_FORM', 'an endorsement’s signature is not strict DER', { cause });
  }
  if (!isLowS(raw)) throw new AttestationError('SIGNATURE_FORM', 'an endorsement’s signature has a high s');
  return raw;
}

export async function checkSignature(
  signed: Uint8Array,
  raw: Uint8Array,
  { certificate }: Endorser,
): Promise<void> {
  const key = await importKey('ES256', certificate.spki).catch((cause: unknown) => {
    throw new AttestationError('SIGNATURE_FORM', 'a peer’s key is not on P-256', { cause });
  });
  if (!(await key.verify(signed, raw))) {
    throw new AttestationError('SIGNATURE_WRONG', 'an endorsement’s signature does not verify');
  }
}

/** Each province counts once, however many of its peers signed. */
export function checkThreshold(endorsers: readonly Endorser[], anchor: TrustAnchor): void {
  const provinces = new Set(endorsers.map(({ mspId }) => mspId));
  if (provinces.size < anchor.threshold) {
    throw new AttestationError(
      'THRESHOLD_MISSED',
      `signed by ${provinces.size} of ${anchor.threshold} provinces`,
    );
  }
}

export function checkNotRevoked(endorser: Endorser, authorities: AnchorAuthorities): void {
  if (authorities.isRevoked(endorser)) {
    throw new AttestationError('ENDORSER_REVOKED', `a peer of ${endorser.mspId} is revoked`);
  }
}

function isCurrent({ notBefore, notAfter }: Certificate, at: number): boolean {
  return notBefore.getTime() <= at && at <= notAfter.getTime();
}

/** Fabric itself does not refuse expired peers. */
export function checkCurrent({ mspId, chain }: Endorser, at: number): void {
  if (!chain.every((certificate) => isCurrent(certificate, at))) {
    throw new AttestationError(
      'ENDORSER_NOT_CURRENT',
      `a certificate of ${mspId} was expired or not yet valid`,
    );
  }
}

/** 5. */
export function checkTime({ time }: Statement, now: number, skew: number): void {
  if (Date.parse(time) > now + skew) {
    throw new AttestationError(
      'TIME_AHEAD',
      'attested in the future: a forgery, or the clock here is behind',
    );
  }
}

/** Whether the statement is about what was asked: every member of `asked` equals the statement's. */
export function checkSubject(statement: Statement, asked: Readonly<Record<string, unknown>>): void {
  const said = statement as unknown as Record<string, unknown>;
  for (const [member, value] of Object.entries(asked)) {
    if (said[member] !== value)
      throw new AttestationError('SUBJECT_MISMATCH', `attests another ${member} than asked`);
  }
}
