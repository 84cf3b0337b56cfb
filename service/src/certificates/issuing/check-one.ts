import { getIssuer } from '../issuers/index.js';
import type { FieldProblem, Fields } from '../types/index.js';
import { ApplicationInvalid } from './errors.js';
import type { IssuingOptions } from './options.js';
import { checkedRow } from './submit.js';
import type { ApplicationRequest } from './submit.js';

/** What the intake's rules say of an application, before anything is asked for. */
export interface CheckedApplication {
  readonly problems: readonly FieldProblem[];
  /** What was brought into the written form; nothing is wrong with it. */
  readonly notes: readonly FieldProblem[];
  /** In the written form; those that were given where something is wrong. */
  readonly fields: Fields;
}

type Given = Pick<
  ApplicationRequest,
  'issuer' | 'type' | 'fields' | 'validFrom' | 'validUntil' | 'photo' | 'renews'
>;

/** Checks one application by the rules of the intake. Nothing is stored. @throws IssuerUnknown */
export async function checkOne(options: IssuingOptions, given: Given): Promise<CheckedApplication> {
  const issuer = await getIssuer(options.database, given.issuer);
  const type = options.types.newest(given.type);
  try {
    const { fields, notes } = await checkedRow(options, { issuer, type }, given, 1);
    return { problems: [], notes: notes.map(withoutPlace), fields };
  } catch (error) {
    if (!(error instanceof ApplicationInvalid)) throw error;
    return { problems: error.problems.map(withoutPlace), notes: [], fields: given.fields };
  }
}

const withoutPlace = ({ field, code, message, remedy }: FieldProblem): FieldProblem => ({
  field,
  code,
  message,
  remedy,
});
