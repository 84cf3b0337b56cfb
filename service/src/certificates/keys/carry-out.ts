import type { Ledger } from '../../ledger/adapter/index.js';
import { theService } from '../../people/audit/index.js';
import type { Audit } from '../../people/audit/index.js';
import type { Protection } from '../../people/personal-data/index.js';
import type { Database } from '../../platform/database/index.js';
import { getIssuer, useKeys } from '../issuers/index.js';
import type { Issuer } from '../issuers/index.js';
import type { KeyStore, SignatureAlgorithm, SigningUse } from '../signing/index.js';
import { authorise, decidedKeyChange } from './changes.js';
import type { KeyChange } from './changes.js';
import { CertificateNeeded, KeyNotIssuers, KeyNotReady } from './errors.js';

export interface KeyCapabilities {
  readonly database: Database;
  readonly audit: Audit;
  readonly keys: KeyStore;
  /** Vouches for the rule of four eyes, and for what was decided. */
  readonly protection: Pick<Protection, 'mac'>;
  /** Of the provinces in whose name this service can write. */
  readonly ledgers: readonly Ledger[];
}

/**
 * Carries an approved change out; one that was begun before goes on where it stopped. Of all replicas one does.
 * @throws LedgerUnavailable, KeyModuleDown: try again later
 */
export async function carryOut(parts: KeyCapabilities, { id, issuer: code }: KeyChange): Promise<void> {
  const { database, audit, protection } = parts;
  await database.transaction(async (tx) => {
    await tx.lock(`certbridge/keys/${code}`);
    // Read again under the lock: another replica may have done it, or recorded the keys that it made.
    const change = await decidedKeyChange(database, protection, code, id);
    if (!change) return;
    await parts.keys.refresh();
    const issuer = await getIssuer(database, code);
    if (change.kind === 'revoke') await revoke(parts, issuer, change);
    else await rotate(parts, issuer, change);
    const done = await tx.query<{ kids: string[] }>(
      'UPDATE key_changes SET done_at = now(), trouble = NULL WHERE id = $1 RETURNING kids',
      [id],
    );
    const act = change.kind === 'revoke' ? 'key.revoked' : 'key.rotated';
    await audit.record(tx, { act, by: theService, issuer: code, change: id, kids: done.rows[0]?.kids ?? [] });
  });
}

/** Here first, then on the ledger; a key of ours that was in use is replaced at once, so that issuing goes on. */
async function revoke(
  parts: KeyCapabilities,
  issuer: Issuer,
  { kids, reason, use }: Pick<KeyChange, 'kids' | 'reason' | 'use'>,
): Promise<void> {
  const { keys, ledgers } = parts;
  const ledger = ledgerOf(ledgers, issuer);
  for (const kid of kids) {
    await keys.revoke(kid, reason === 'key-compromise');
    const { keys: known } = await ledger.registry(issuer.code);
    // A key that the ledger never heard of has nothing to be revoked there.
    if (known.some((key) => key.kid === kid)) {
      await ledger.revokeKey(issuer.code, kid, reason ?? 'unspecified');
    }
    if (inUse(issuer, use).includes(kid) && keys.isReplaceable(kid)) {
      await activate(parts, issuer, use, await replacements(parts, issuer, use));
    }
  }
}

/** The ledger hears of the new keys before anything is signed with them. */
async function rotate(parts: KeyCapabilities, issuer: Issuer, change: KeyChange): Promise<void> {
  const { kids, use } = change;
  const next = kids.length > 0 ? kids : await replacements(parts, issuer, use);
  if (kids.length === 0) {
    await authorise(parts.database, parts.protection, { ...change, kids: next });
  }
  await activate(parts, issuer, use, next);
}

/** New keys for those in use: of the same algorithms, each once. */
async function replacements({ keys }: KeyCapabilities, issuer: Issuer, use: SigningUse): Promise<string[]> {
  const made: string[] = [];
  for (const algorithm of algorithmsInUse(keys, issuer, use)) {
    made.push((await keys.createIssuerKey(issuer, use, algorithm)).kid);
  }
  return made;
}

function algorithmsInUse(keys: KeyStore, issuer: Issuer, use: SigningUse): Set<SignatureAlgorithm> {
  return new Set(inUse(issuer, use).map((kid) => keys.signer(kid).algorithm));
}

async function activate(
  { database, keys, ledgers }: KeyCapabilities,
  issuer: Issuer,
  use: SigningUse,
  kids: readonly string[],
): Promise<void> {
  const ledger = ledgerOf(ledgers, issuer);
  for (const kid of kids) await ledger.addKey(issuer.code, keys.signer(kid), use);
  for (const kid of kids) {
    const { algorithm } = keys.signer(kid);
    if (use === 'credential') await useKeys(database, issuer.code, { credentialKid: kid });
    // QR codes are ES256 always; PDFs are signed by the same key unless another algorithm's key signs them.
    else if (algorithm === 'ES256') {
      const { documentKid, qrKid, revokedKids } = await getIssuer(database, issuer.code);
      const alsoPdfs = documentKid === qrKid || revokedKids.includes(documentKid);
      await useKeys(database, issuer.code, { qrKid: kid, ...(alsoPdfs && { documentKid: kid }) });
    } else await useKeys(database, issuer.code, { documentKid: kid });
  }
}

/** The keys that an issuer signs with now. */
export const inUse = (issuer: Issuer, use: SigningUse): string[] =>
  use === 'credential' ? [issuer.credentialKid] : [...new Set([issuer.documentKid, issuer.qrKid])];

function ledgerOf(ledgers: readonly Ledger[], { mspId }: Issuer): Ledger {
  const ledger = ledgers.find((one) => one.mspId === mspId);
  if (!ledger) throw new TypeError(`this service does not write for ${mspId}`);
  return ledger;
}

/** Before a rotation is asked for. @throws KeyNotIssuers, KeyNotReady, CertificateNeeded */
export async function requireReady(
  keys: KeyStore,
  issuer: Issuer,
  use: SigningUse,
  kid: string | undefined,
): Promise<void> {
  await keys.refresh();
  if (kid === undefined) {
    if (!inUse(issuer, use).every((used) => keys.isReplaceable(used))) throw new CertificateNeeded();
    return;
  }
  const key = keys.describe(issuer.code).find((one) => one.kid === kid);
  if (!key) throw new KeyNotIssuers(kid);
  if (key.use !== use) throw new KeyNotReady('KEY_OTHER_USE', kid);
  if (key.state === 'revoked') throw new KeyNotReady('KEY_REVOKED', kid);
  if (key.state === 'requested') throw new KeyNotReady('KEY_NOT_CERTIFIED', kid);
}
