import { Refusal } from '../refusal';
import type { Json } from '../canonical/json';
import type { Caller } from '../roles/roles';
import type { State } from '../state/transaction';
import type { Under } from './under';

export interface Issuer {
  /** GB 32100, 18 characters. */
  readonly issuer: string;
  readonly name: string;
  /** The province whose clients append to its log. */
  readonly mspId: string;
  readonly types: readonly string[];
  /** The version of this record; whatever changes it, gives it another name. */
  readonly under: Under;
  /** Set once its log has passed to another issuer, whose province owns it from then on. */
  readonly successor?: string;
  /** It has ended without a successor: its log takes changes only. */
  readonly retired?: true;
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

/** Writes the record in place of `before`, and the indexes of owners and of merged issuers with it. */
export async function writeIssuer(state: State, before: Issuer | undefined, issuer: Issuer): Promise<void> {
  const { issuer: code, mspId, successor } = issuer;
  await state.put(['issuer', code], issuer as unknown as Json);
  if (before?.mspId !== mspId) {
    if (before !== undefined) await state.remove(['owned', before.mspId, code]);
    await state.put(['owned', mspId, code], code);
  }
  if (successor !== undefined && before?.successor === undefined)
    await state.put(['merged', successor, code], code);
}

/** The codes of all issuers that a province owns, sorted. */
export async function ownedBy(state: State, mspId: string): Promise<string[]> {
  const codes: string[] = [];
  for await (const { value } of state.scan(['owned', mspId])) codes.push(value as string);
  return codes;
}

/** The issuers that were merged into this one, and into those, sorted by code: they move when it moves. */
export async function mergedInto(state: State, code: string): Promise<Issuer[]> {
  const found: Issuer[] = [];
  const open = [code];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for await (const { value } of state.scan(['merged', next])) {
      found.push(await readIssuer(state, value as string));
      open.push(value as string);
    }
  }
  return found.sort((a, b) => (a.issuer < b.issuer ? -1 : 1));
}
