import { randomUUID } from 'node:crypto';
import { checkIdNumber, dateAt, maskIdNumber } from '@certbridge/verifier-sdk/formats';
import { sealProposal } from '../../platform/principal/index.js';
import type { Transaction } from '../../platform/database/index.js';
import type { HeldCertificate } from '../own-certificates/index.js';
import { addDelegation, demandFewDelegations, proposalOf } from './delegations.js';
import type { OpenDelegation } from './delegations.js';
import { DelegationRefused, NotCarriable } from './errors.js';
import type { WalletCapabilities } from './parts.js';

/** First and last day included. */
export const MAX_DAYS = 30;

/** Whom a holder lets act, for what and until when. */
export interface DelegationRequest {
  /** Locked by this transaction. */
  readonly held: HeldCertificate;
  /** Keyed hash of the holder's number. */
  readonly holder: Buffer;
  readonly helper: { readonly name: string; readonly number: string };
  readonly items: readonly string[];
  readonly until: string;
  /** The clerk who makes it at a counter: it counts once another has witnessed it. */
  readonly madeBy?: string;
  /** certId of the birth certificate that lets a parent make it in the holder's place. */
  readonly evidence?: Buffer;
}

/** @throws NotCarriable, DelegationRefused, TooManyDelegations */
export async function makeDelegation(
  tx: Transaction,
  { protection, types, holderLookup }: Pick<WalletCapabilities, 'protection' | 'types' | 'holderLookup'>,
  { held, holder: lookup, helper, items, until, madeBy, evidence }: DelegationRequest,
): Promise<OpenDelegation> {
  const now = Date.now();
  if (!held.inForce) throw new NotCarriable();
  if (!checkIdNumber(helper.number)) throw new DelegationRefused('HELPER_NUMBER_WRONG');
  if (until < dateAt(now) || until > dateAt(now + (MAX_DAYS - 1) * 86_400_000))
    throw new DelegationRefused('DELEGATION_DAYS');
  const theirs = holderLookup(helper.number);
  if (theirs.equals(lookup)) throw new DelegationRefused('HELPER_IS_HOLDER');
  await demandFewDelegations(tx, held.certId);
  const type = types.at(held.type, held.typeVersion);
  const made: OpenDelegation = {
    id: randomUUID(),
    certificate: held.certId.toString('hex'),
    name: type.name,
    holder: String(held.fields[type.holderName]),
    helper: { name: helper.name, number: maskIdNumber(helper.number), items },
    until,
    evidence: evidence?.toString('hex') ?? null,
    createdAt: new Date(),
  };
  const counter =
    madeBy === undefined
      ? undefined
      : { by: madeBy, seal: sealProposal(protection, proposalOf(made, theirs, madeBy)) };
  await addDelegation(tx, held, theirs, made, counter);
  return made;
}
