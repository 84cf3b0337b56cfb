import type { Queryable, Transaction } from '../../platform/database/index.js';
import { outboxChannel, registeredChannel } from '../../ledger/anchoring/index.js';
import type { IssuerClosed } from '../../ledger/anchoring/index.js';
import { KeyUnusable } from '../signing/index.js';
import type { KeyOwner, KeyStore, SignatureAlgorithm, Signer, SigningUse } from '../signing/index.js';
import type { Protection } from '../../people/personal-data/index.js';
import { IssuerEnded, IssuerNotOpen, IssuerPending, IssuerUnknown } from './errors.js';

/** An issuing department (颁发机构) of this service. */
export interface Issuer {
  /** GB 32100. */
  readonly code: string;
  readonly name: string;
  /** Further names that its certificates may show as 签发机关, of branches for instance. */
  readonly authorities: readonly string[];
  /** The province whose ledger client writes its log. */
  readonly mspId: string;
  /** Codes of the certificate types that it issues. */
  readonly types: readonly string[];
  /** Signs its PDFs. */
  readonly documentKid: string;
  /** Signs its QR codes; P-256. The same as that of its PDFs where that is P-256 too. */
  readonly qrKid: string;
  /** Signs its credentials and nothing else; P-256. */
  readonly credentialKid: string;
  /** kids of its keys that are revoked: nothing is signed with them. */
  readonly revokedKids: readonly string[];
  /** Whether somebody else than the submitter must approve; that they need not is believed with `ruleSeal` only. */
  readonly fourEyes: boolean;
  readonly ruleSeal: Buffer | null;
  /** Whether the ledger knows it as it is here; until then it issues nothing. */
  readonly registered: boolean;
  /** Why the ledger takes nothing new from it, as its log's writer last read it; null: it may issue. */
  readonly closed: IssuerClosed | null;
  /** Until then its log takes revocations and suspensions only: what it issues is anchored afterwards. */
  readonly budgetSpentUntil: Date | null;
  /** How it ended, if it did: it issues nothing more. */
  readonly ended: Ending | null;
  /** An end that waits for a second person. */
  readonly ending: { readonly as: Ending; readonly submittedBy: string; readonly seal: Buffer | null } | null;
}

/** `withdrawn`: it had issued nothing; `retired`: its certificates stay. */
export type Ending = 'withdrawn' | 'retired';

export type Keys = Pick<KeyStore, 'createIssuerKey' | 'describe' | 'refresh' | 'rename' | 'signersOf'>;

interface IssuerRow {
  code: string;
  name: string;
  authorities: string[];
  msp_id: string;
  types: string[];
  document_kid: string;
  qr_kid: string;
  credential_kid: string;
  revoked_kids: string[];
  four_eyes: boolean;
  rule_seal: Buffer | null;
  registered: boolean;
  closed: IssuerClosed | null;
  budget_spent_until: Date | null;
  ended: Ending | null;
  ending: Ending | null;
  ending_by: string | null;
  ending_seal: Buffer | null;
}

const toIssuer = (row: IssuerRow): Issuer => ({
  code: row.code,
  name: row.name,
  authorities: row.authorities,
  mspId: row.msp_id,
  types: row.types,
  documentKid: row.document_kid,
  qrKid: row.qr_kid,
  credentialKid: row.credential_kid,
  revokedKids: row.revoked_kids,
  fourEyes: row.four_eyes,
  ruleSeal: row.rule_seal,
  registered: row.registered,
  closed: row.closed,
  budgetSpentUntil: row.budget_spent_until,
  ended: row.ended,
  ending:
    row.ending !== null && row.ending_by !== null
      ? { as: row.ending, submittedBy: row.ending_by, seal: row.ending_seal }
      : null,
});

const columns = '*, ARRAY(SELECT kid FROM revoked_keys r WHERE r.issuer = issuers.code) AS revoked_kids';

type Lock = '' | 'FOR KEY SHARE' | 'FOR UPDATE';

export async function findIssuer(
  database: Queryable,
  code: string,
  lock: Lock = '',
): Promise<Issuer | undefined> {
  const { rows } = await database.query<IssuerRow>(`SELECT ${columns} FROM issuers WHERE code = $1 ${lock}`, [
    code,
  ]);
  return rows[0] && toIssuer(rows[0]);
}

/** @throws IssuerUnknown */
export const getIssuer = (database: Queryable, code: string): Promise<Issuer> =>
  readIssuer(database, code, '');

/**
 * The issuer, which keeps name and types and does not end before the transaction does: whoever changes these locks it
 * first. What the ledger says of it, and its keys, do not wait for that: a file may be issued for an hour.
 * @throws IssuerUnknown
 */
export const holdIssuer = (tx: Transaction, code: string): Promise<Issuer> =>
  readIssuer(tx, code, 'FOR KEY SHARE');

/** The issuer, for whoever changes what {@link holdIssuer} keeps. @throws IssuerUnknown */
export const lockIssuer = (tx: Transaction, code: string): Promise<Issuer> =>
  readIssuer(tx, code, 'FOR UPDATE');

async function readIssuer(database: Queryable, code: string, lock: Lock): Promise<Issuer> {
  const found = await findIssuer(database, code, lock);
  if (!found) throw new IssuerUnknown(code);
  return found;
}

/** All but those that were withdrawn. */
export async function listIssuers(database: Queryable): Promise<Issuer[]> {
  const { rows } = await database.query<IssuerRow>(
    `SELECT ${columns} FROM issuers WHERE ended IS DISTINCT FROM 'withdrawn' ORDER BY code`,
  );
  return rows.map(toIssuer);
}

/** That it may issue something new. @throws IssuerPending, IssuerEnded, IssuerNotOpen */
export function demandIssuing({
  code,
  registered,
  ended,
  closed,
}: Pick<Issuer, 'code' | 'registered' | 'ended' | 'closed'>): void {
  if (ended !== null) throw new IssuerEnded(code, ended);
  if (closed !== null) throw new IssuerNotOpen(code, closed);
  if (!registered) throw new IssuerPending(code);
}

/**
 * That none of these keys of it is revoked, whichever replica did it: what they signed could not be anchored any more.
 * @throws KeyUnusable
 */
export function demandUnrevoked({ revokedKids }: Pick<Issuer, 'revokedKids'>, kids: readonly string[]): void {
  const revoked = kids.find((kid) => revokedKids.includes(kid));
  if (revoked !== undefined) throw new KeyUnusable('KEY_REVOKED', revoked);
}

/**
 * Adds a department, making its keys on the first call; later calls bring name, types and four-eyes up to
 * date. What the ledger does not know yet it hears from the writer of the issuer's log.
 */
export async function saveIssuer(
  database: Queryable,
  keys: Keys,
  issuer: Pick<Issuer, 'code' | 'name' | 'authorities' | 'mspId' | 'types' | 'fourEyes' | 'registered'> & {
    /** Of the key that signs its PDFs; left out, it stays as it is. */
    readonly algorithm?: SignatureAlgorithm;
  },
  protection: Pick<Protection, 'mac'>,
): Promise<Issuer> {
  const { code, name } = issuer;
  const owner = { code, name };
  const held = await findIssuer(database, code);
  // Another replica may have made its keys.
  await keys.refresh();
  const used = keys.describe(code).find(({ kid }) => kid === held?.documentKid);
  const algorithm = issuer.algorithm ?? used?.algorithm ?? 'ES256';
  const document = await keyFor(keys, owner, 'certificate', algorithm, held?.documentKid);
  const qr = await keyFor(keys, owner, 'certificate', 'ES256', held?.qrKid);
  const credential = await keyFor(keys, owner, 'credential', 'ES256', held?.credentialKid);
  await keys.rename(owner);
  await database.query(
    `INSERT INTO issuers (code, name, msp_id, types, document_kid, qr_kid, credential_kid, four_eyes,
       registered, authorities, rule_seal)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (code) DO UPDATE SET name = $2, msp_id = $3, types = $4, document_kid = $5,
       qr_kid = $6, credential_kid = $7, four_eyes = $8, registered = $9, authorities = $10, rule_seal = $11,
       ended = NULL, ending = NULL, ending_by = NULL, ending_seal = NULL,
       closed = CASE WHEN $9 AND issuers.closed <> 'moving' THEN NULL ELSE issuers.closed END`,
    [
      ...[code, name, issuer.mspId, [...issuer.types].sort()],
      ...[document.kid, qr.kid, credential.kid],
      ...[issuer.fourEyes, issuer.registered, [...issuer.authorities], sealOf(protection, issuer)],
    ],
  );
  await database.query('SELECT pg_notify($1, $3), pg_notify($2, $3)', [
    outboxChannel,
    registeredChannel,
    code,
  ]);
  return getIssuer(database, code);
}

/** Lets an issuer sign with other keys from now on; what waits to be anchored goes on. */
export async function useKeys(
  database: Queryable,
  code: string,
  kids: Partial<Pick<Issuer, 'documentKid' | 'qrKid' | 'credentialKid'>>,
): Promise<void> {
  await database.query(
    `UPDATE issuers SET document_kid = coalesce($2, document_kid), qr_kid = coalesce($3, qr_kid),
       credential_kid = coalesce($4, credential_kid) WHERE code = $1`,
    [code, kids.documentKid, kids.qrKid, kids.credentialKid],
  );
  await database.query('SELECT pg_notify($1, $2)', [outboxChannel, code]);
}

/**
 * The key in use, or where it is none of this algorithm the issuer's newest one, made where there is none. Another
 * that is ready takes over by a rotation only.
 */
async function keyFor(
  keys: Keys,
  owner: KeyOwner,
  use: SigningUse,
  algorithm: SignatureAlgorithm,
  used: string | undefined,
): Promise<Signer> {
  const fitting = keys.signersOf(owner.code, use).filter((key) => key.algorithm === algorithm);
  const held = fitting.find(({ kid }) => kid === used) ?? fitting.at(-1);
  return held ?? keys.createIssuerKey(owner, use, algorithm);
}

/** Sets the rule of four eyes alone. */
export async function setRule(
  tx: Transaction,
  protection: Pick<Protection, 'mac'>,
  rule: Rule,
): Promise<void> {
  await tx.query('UPDATE issuers SET four_eyes = $2, rule_seal = $3 WHERE code = $1', [
    rule.code,
    rule.fourEyes,
    sealOf(protection, rule),
  ]);
}

type Rule = Pick<Issuer, 'code' | 'fourEyes'>;

const sealOf = (protection: Pick<Protection, 'mac'>, { code, fourEyes }: Rule): Buffer =>
  protection.mac('issuer-rule', JSON.stringify([code, fourEyes]));

/** Whether one person may issue alone: only where the service itself wrote so, whatever else stands in the database. */
export function mayIssueAlone(
  protection: Pick<Protection, 'mac'>,
  issuer: Rule & Pick<Issuer, 'ruleSeal'>,
): boolean {
  return !issuer.fourEyes && issuer.ruleSeal?.equals(sealOf(protection, issuer)) === true;
}
