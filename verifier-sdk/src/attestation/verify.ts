import type { Attestation } from '../formats/attestation.js';
import { concat, toHex } from '../formats/bytes.js';
import { FormatError } from '../formats/error.js';
import { sha256 } from '../formats/hash.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { authoritiesOf } from './anchor.js';
import type { AnchorAuthorities, Endorser } from './anchor.js';
import * as checks from './checks.js';
import { AttestationError } from './error.js';
import { recall, remember } from './memory.js';
import type { AttestationMemory, Verified } from './memory.js';
import { readProposalResponse } from './payload.js';
import type { ProposalResponse } from './payload.js';
import { readStatement } from './statement.js';
import type { StatementOf, StatementTag } from './statement.js';

/**
 * When the endorsers' certificates must be valid and unrevoked: `now` for checkpoints, statuses and anchor
 * succession; at the `attested` time for receipts; `mirror` where a mirror covers the entry, whose own
 * attestation then decides about that, while every signature is still verified.
 */
export type EndorserRule = 'now' | 'attested' | 'mirror';

/** What an attestation is verified against. */
export interface VerifyAttestationOptions<T extends StatementTag> {
  /** Whose provinces must have signed. */
  readonly anchor: TrustAnchor;
  /** Which statement is expected. */
  readonly tag: T;
  /** When the endorsers’ certificates must have been valid. */
  readonly rule: EndorserRule;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How far the attested time may lie ahead of `now`; 5 minutes by default. */
  readonly skew?: number;
  /** What was asked: members that must equal the statement's. */
  readonly asked?: Partial<Readonly<Record<keyof StatementOf<T>, string | number | null>>>;
  /** Where what was verified is remembered; unless given, nowhere. */
  readonly memory?: AttestationMemory;
}

const defaultSkew = 5 * 60_000;

/** A name for all of an attestation's bytes, lengths included, so that no two share one. */
async function nameOf({ payload, endorsements }: Attestation, tag: string): Promise<string> {
  const parts = [payload, ...endorsements.flatMap(({ endorser, signature }) => [endorser, signature])];
  const lengths = Uint32Array.from(parts, (part) => part.length);
  return tag + toHex(await sha256(new Uint8Array(lengths.buffer), ...parts));
}

function checkPayload<T extends StatementTag>(
  response: ProposalResponse,
  anchor: TrustAnchor,
  tag: T,
): StatementOf<T> {
  checks.checkChaincode(response, anchor);
  checks.checkResponse(response);
  checks.checkNoEvent(response);
  const statement = readStatement(response.result, tag);
  checks.checkChannel(statement, anchor);
  checks.checkNetwork(statement, anchor);
  checks.checkNamespaces(response, anchor);
  checks.checkNoWrites(response);
  checks.checkNoMetadataWrites(response);
  checks.checkNoPrivateData(response);
  return statement;
}

/** Every endorsement must hold, without exception: a bad one among enough good ones is no accident. */
async function checkEndorsements(
  { payload, endorsements }: Attestation,
  authorities: AnchorAuthorities,
): Promise<readonly Endorser[]> {
  const endorsers: Endorser[] = [];
  for (const endorsement of endorsements) {
    const endorser = await authorities.endorser(endorsement.endorser);
    checks.checkRole(endorser);
    const raw = checks.signatureOf(endorsement);
    await checks.checkSignature(concat(payload, endorsement.endorser), raw, endorser);
    endorsers.push(endorser);
  }
  checks.checkThreshold(endorsers, authorities.anchor);
  return endorsers;
}

/** What does not depend on the clock or on what was asked: verified once, remembered by all of its bytes. */
async function verifyLasting(
  attestation: Attestation,
  authorities: AnchorAuthorities,
  tag: StatementTag,
  memory: AttestationMemory | undefined,
): Promise<Verified> {
  const verify = async (): Promise<Verified> => ({
    statement: checkPayload(readProposalResponse(attestation.payload), authorities.anchor, tag),
    endorsers: await checkEndorsements(attestation, authorities),
  });
  if (!memory) return verify();
  const name = await nameOf(attestation, tag);
  const known = recall(memory, authorities, name);
  if (known) return known;
  const verified = await verify();
  remember(memory, authorities, name, verified);
  return verified;
}

/**
 * Verifies an attestation (背书证明) against a trust anchor, all of docs/formats.md's list, and returns what it states.
 * @throws AttestationError, with a code for each check
 */
export async function verifyAttestation<T extends StatementTag>(
  attestation: Attestation,
  { anchor, tag, rule, now, skew = defaultSkew, asked = {}, memory }: VerifyAttestationOptions<T>,
): Promise<StatementOf<T>> {
  const authorities = authoritiesOf(anchor);
  let verified: Verified;
  try {
    verified = await verifyLasting(attestation, authorities, tag, memory);
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    throw new AttestationError('ATTESTATION_MALFORMED', 'the attestation cannot be read', { cause });
  }
  const { statement, endorsers } = verified;
  checks.checkSubject(statement, asked);
  checks.checkTime(statement, now, skew);
  if (rule !== 'mirror') {
    const at = rule === 'now' ? now : Date.parse(statement.time);
    for (const endorser of endorsers) {
      checks.checkNotRevoked(endorser, authorities);
      checks.checkCurrent(endorser, at);
    }
  }
  return statement as StatementOf<T>;
}
