import { randomUUID } from 'node:crypto';
import {
  encodeWindowCertificate,
  fromBase64Url,
  jwkThumbprint,
  maxWindowLife,
  parseWindowProof,
  toBase64Url,
} from '@certbridge/verifier-sdk/formats';
import type { PublicJwk } from '@certbridge/verifier-sdk/formats';
import type { Queryable, Transaction } from '../../platform/database/index.js';
import { requireOther, sealProposal } from '../../platform/principal/index.js';
import type { Proposal } from '../../platform/principal/index.js';
import type { Protection } from '../../people/personal-data/index.js';
import {
  FingerprintMismatch,
  PairingDecided,
  WindowKeyTaken,
  WindowKeyUnknown,
  WindowNotPaired,
  WindowProofRefused,
  WindowUnknown,
} from './errors.js';
import { hallSigner, lockHall, successionsOf } from './halls.js';
import type { HallKeyStore } from './halls.js';

/** Why a window's key counts no more. */
export const revocationReasons = ['lost', 'compromised', 'retired'] as const;
export type WindowRevocationReason = (typeof revocationReasons)[number];

/** A PC at a counter, by its key. */
export interface Window {
  readonly id: string;
  readonly hall: string;
  readonly name: string;
  readonly key: PublicJwk;
  /** RFC 7638 thumbprint. */
  readonly fingerprint: string;
  /** SHA-256, hex, of what it pinned. */
  readonly trustAnchor: string;
  readonly state: 'asked' | 'paired' | 'refused' | 'revoked';
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly decidedBy: string | null;
  readonly revokedAt: Date | null;
  readonly revokedFor: WindowRevocationReason | null;
  /** Its newest certificate, and until when that counts. */
  readonly certificate: string | null;
  readonly certifiedUntil: Date | null;
}

interface Row extends Record<string, unknown> {
  readonly id: string;
  readonly hall: string;
  readonly name: string;
  readonly key: PublicJwk;
  readonly thumbprint: Buffer;
  readonly trust_anchor: Buffer;
  readonly asked_by: string;
  readonly asked_at: Date;
  readonly decided_by: string | null;
  readonly approved: boolean | null;
  readonly revoked_at: Date | null;
  readonly revoked_for: WindowRevocationReason | null;
  readonly request_seal: Buffer | null;
  readonly token: string | null;
  readonly not_after: Date | null;
}

const SELECT = `SELECT w.*, c.token, c.not_after FROM windows w LEFT JOIN LATERAL (
  SELECT token, not_after FROM window_certificates WHERE window_id = w.id ORDER BY not_before DESC LIMIT 1) c ON true`;

const stateOf = ({ approved, revoked_at: revokedAt }: Row): Window['state'] => {
  if (approved === null) return 'asked';
  if (!approved) return 'refused';
  return revokedAt === null ? 'paired' : 'revoked';
};

const toWindow = (row: Row): Window => ({
  id: row.id,
  hall: row.hall,
  name: row.name,
  key: row.key,
  fingerprint: toBase64Url(row.thumbprint),
  trustAnchor: row.trust_anchor.toString('hex'),
  state: stateOf(row),
  askedBy: row.asked_by,
  askedAt: row.asked_at,
  decidedBy: row.decided_by,
  revokedAt: row.revoked_at,
  revokedFor: row.revoked_for,
  certificate: row.token,
  certifiedUntil: row.not_after,
});

export async function listWindows(database: Queryable, hall: string): Promise<Window[]> {
  const { rows } = await database.query<Row>(`${SELECT} WHERE w.hall = $1 ORDER BY w.asked_at, w.id`, [hall]);
  return rows.map(toWindow);
}

/** The hall of the window whose key that is, paired or revoked since. @throws WindowKeyUnknown */
export async function hallOfKey(database: Queryable, fingerprint: string): Promise<string> {
  const { rows } = await database.query<{ hall: string }>(
    'SELECT hall FROM windows WHERE thumbprint = $1 AND approved',
    [Buffer.from(fingerprint, 'base64url')],
  );
  const [row] = rows;
  if (!row) throw new WindowKeyUnknown();
  return row.hall;
}

type WindowName = { readonly id: string } | { readonly fingerprint: string };

/**
 * A window of the hall; locked, so that its pairing, its certificates and what it files follow one another.
 * @throws WindowUnknown
 */
export const lockWindow = async (
  tx: Transaction,
  hall: string,
  by: WindowName,
  lock: 'UPDATE' | 'SHARE' = 'UPDATE',
): Promise<Window> => toWindow(await lockRow(tx, hall, by, lock));

async function lockRow(
  tx: Transaction,
  hall: string,
  by: WindowName,
  lock: 'UPDATE' | 'SHARE',
): Promise<Row> {
  const [column, value] =
    'id' in by ? ['id', by.id] : ['thumbprint', Buffer.from(fromBase64Url(by.fingerprint))];
  const { rows } = await tx.query<Row>(`${SELECT} WHERE w.hall = $1 AND w.${column} = $2 FOR ${lock} OF w`, [
    hall,
    value,
  ]);
  const [row] = rows;
  if (!row) throw new WindowUnknown();
  return row;
}

/** A PC asks to be a window: what it pinned, its key, and a proof that it holds the key. */
export interface PairingRequest {
  readonly hall: string;
  readonly name: string;
  readonly key: PublicJwk;
  readonly trustAnchor: string;
  readonly proof: string;
}

/** Asked again, it is the window that it is. @throws WindowProofRefused, WindowKeyTaken */
export async function requestPairing(
  tx: Transaction,
  protection: Pick<Protection, 'mac'>,
  by: string,
  { hall, name, key, trustAnchor, proof }: PairingRequest,
  now = new Date(),
): Promise<Window> {
  await requireProof(proof, { hall, key }, now);
  const thumbprint = Buffer.from(fromBase64Url(await jwkThumbprint(key)));
  const anchor = Buffer.from(trustAnchor, 'hex');
  const { rows } = await tx.query<{ id: string; hall: string; name: string; open: boolean; anchor: Buffer }>(
    `SELECT id, hall, name, approved IS NOT false AND revoked_at IS NULL AS open, trust_anchor AS anchor
     FROM windows WHERE thumbprint = $1 FOR UPDATE`,
    [thumbprint],
  );
  const [known] = rows;
  if (known && !(known.open && known.hall === hall && known.name === name && known.anchor.equals(anchor))) {
    throw new WindowKeyTaken();
  }
  const id = known?.id ?? randomUUID();
  if (!known) {
    const fingerprint = toBase64Url(thumbprint);
    const asked = { id, hall, name, fingerprint, trustAnchor, askedBy: by };
    await tx.query(
      `INSERT INTO windows (id, hall, name, key, thumbprint, trust_anchor, asked_by, request_seal)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        ...[id, hall, name, JSON.stringify(key), thumbprint, anchor, by],
        sealProposal(protection, proposalOf(asked)),
      ],
    );
  }
  return lockWindow(tx, hall, { id });
}

/** What an administrator says of a pairing, having read both fingerprints on the PC. */
export type PairingDecision =
  | { readonly approve: false }
  | { readonly approve: true; readonly fingerprint: string; readonly trustAnchor: string };

/**
 * Confirms a PC, and certifies its key; or refuses it.
 * @throws WindowUnknown, PairingDecided, FingerprintMismatch, SubmitterMayNotApprove
 */
export async function decidePairing(
  tx: Transaction,
  { keys, protection }: { readonly keys: HallKeyStore; readonly protection: Pick<Protection, 'mac'> },
  { hall, id, by }: { readonly hall: string; readonly id: string; readonly by: string },
  decision: PairingDecision,
  now = new Date(),
): Promise<Window> {
  const row = await lockRow(tx, hall, { id }, 'UPDATE');
  const window = toWindow(row);
  if (window.state !== 'asked') throw new PairingDecided();
  if (decision.approve) {
    requireOther(protection, { ...proposalOf(window), seal: row.request_seal }, by);
    if (decision.fingerprint !== window.fingerprint) throw new FingerprintMismatch('key');
    if (decision.trustAnchor !== window.trustAnchor) throw new FingerprintMismatch('trust-anchor');
  }
  await tx.query('UPDATE windows SET decided_by = $2, decided_at = now(), approved = $3 WHERE id = $1', [
    id,
    by,
    decision.approve,
  ]);
  if (decision.approve) await certify(tx, keys, window, now);
  return lockWindow(tx, hall, { id });
}

const proposalOf = (
  window: Pick<Window, 'id' | 'hall' | 'name' | 'fingerprint' | 'trustAnchor' | 'askedBy'>,
): Proposal => {
  const { id, hall, name, fingerprint, trustAnchor, askedBy: by } = window;
  return { kind: 'pairing', id, what: [hall, name, fingerprint, trustAnchor], by };
};

/** A new certificate for the same key. @throws WindowUnknown, WindowNotPaired, WindowProofRefused */
export async function renewWindow(
  tx: Transaction,
  keys: HallKeyStore,
  { hall, id, proof }: { readonly hall: string; readonly id: string; readonly proof: string },
  now = new Date(),
): Promise<Window> {
  const window = await lockWindow(tx, hall, { id });
  if (window.state !== 'paired') throw new WindowNotPaired();
  await requireProof(proof, window, now);
  await certify(tx, keys, window, now);
  return lockWindow(tx, hall, { id });
}

/** From now on the key counts no more. @throws WindowUnknown, WindowNotPaired */
export async function revokeWindow(
  tx: Transaction,
  { hall, id, by }: { readonly hall: string; readonly id: string; readonly by: string },
  reason: WindowRevocationReason,
): Promise<Window> {
  const window = await lockWindow(tx, hall, { id });
  if (window.state !== 'paired') throw new WindowNotPaired();
  await tx.query('UPDATE windows SET revoked_by = $2, revoked_at = now(), revoked_for = $3 WHERE id = $1', [
    id,
    by,
    reason,
  ]);
  return lockWindow(tx, hall, { id });
}

/** Seconds by which the clocks of a PC and of the service may differ. */
const SKEW = 300;

async function requireProof(
  proof: string,
  { hall, key }: Pick<Window, 'hall' | 'key'>,
  now: Date,
): Promise<void> {
  let parsed: ReturnType<typeof parseWindowProof>;
  try {
    parsed = parseWindowProof(proof);
  } catch {
    throw new WindowProofRefused({
      zh: '格式不对，请用 SDK 的 proveWindowKey 生成',
      en: 'it is none; proveWindowKey of the SDK makes one',
    });
  }
  const { claims } = parsed;
  if (claims.hall !== hall) {
    throw new WindowProofRefused({
      zh: `它是给大厅 ${claims.hall} 的`,
      en: `it is for the hall ${claims.hall}`,
    });
  }
  if (Math.abs(now.getTime() / 1000 - claims.at) > SKEW) {
    throw new WindowProofRefused({
      zh: '时间不符，请校准该电脑的时钟',
      en: 'it is of another time; set the clock of the PC',
    });
  }
  const isOfKey =
    parsed.keyId === (await jwkThumbprint(key)) && (await parsed.isSignedBy(key).catch(() => false));
  if (!isOfKey) {
    throw new WindowProofRefused({ zh: '由其他密钥签名', en: 'another key signed it' });
  }
}

async function certify(tx: Transaction, keys: HallKeyStore, window: Window, now: Date): Promise<void> {
  const { id, hall, name, key, trustAnchor } = window;
  const notBefore = Math.floor(now.getTime() / 1000);
  const notAfter = notBefore + maxWindowLife;
  await lockHall(tx, hall, 'SHARE');
  const token = await encodeWindowCertificate(
    { hall, window: id, name, key, trustAnchor, notBefore, notAfter },
    await hallSigner(keys, hall, await successionsOf(tx, hall)),
  );
  // Twice in one second it is the same certificate.
  await tx.query(
    `INSERT INTO window_certificates (window_id, not_before, not_after, token)
     VALUES ($1, to_timestamp($2), to_timestamp($3), $4) ON CONFLICT DO NOTHING`,
    [id, notBefore, notAfter, token],
  );
}

/** The certificate that a window had at that time. */
export async function certificateAt(
  database: Queryable,
  window: string,
  at: Date,
): Promise<string | undefined> {
  const { rows } = await database.query<{ token: string }>(
    `SELECT token FROM window_certificates WHERE window_id = $1 AND not_before <= $2 AND $2 < not_after
     ORDER BY not_before DESC LIMIT 1`,
    [window, at],
  );
  return rows[0]?.token;
}
