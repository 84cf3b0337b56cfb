import { Refusal } from '../refusal';
import type { Json } from '../canonical/json';
import type { Caller } from '../roles/roles';
import type { State } from '../state/transaction';

export interface Issuer {
  /** GB 32100, 18 characters. */
  readonly issuer: string;
  readonly name: string;
  /** The province whose clients append to its log. */
  readonly mspId: string;
  readonly types: readonly string[];
  /** Set once its log has passed to another issuer. */
  readonly successor?: string;
}

export async function findIssuer(state: State, code: string): Promise<Issuer | undefined> {
  return (await state.get(['issuer', code])) as Issuer | undefined;
}

export async function readIssuer(state: State, code: string): Promise<Issuer> {
  const issuer = await findIssuer(state, code);
  if (issuer === undefined) throw new Refusal('ISSUER_UNKNOWN');
  return issuer;
}

/** The issuer, for a caller whose province must own it. */
export async function readOwnIssuer(state: State, code: string, caller: Caller): Promise<Issuer> {
  const issuer = await readIssuer(state, code);
  if (issuer.mspId !== caller.mspId) throw new Refusal('NOT_ISSUER_PROVINCE');
  return issuer;
}

export async function writeIssuer(state: State, issuer: Issuer): Promise<void> {
  await state.put(['issuer', issuer.issuer], issuer as unknown as Json);
}
