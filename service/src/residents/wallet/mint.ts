import { randomBytes } from 'node:crypto';
import {
  dateAt,
  encodeLeaf,
  fromHex,
  leafHash,
  liveCodeText,
  qrDigest,
  signLiveCode,
  signQr,
} from '@certbridge/verifier-sdk/formats';
import type { DelegateClaims } from '@certbridge/verifier-sdk/formats';
import { demandIssuing, demandUnrevoked, getIssuer, holdIssuer } from '../../certificates/issuers/index.js';
import { holderOf } from '../../certificates/issuing/index.js';
import { enqueue, isStranded } from '../../ledger/anchoring/index.js';
import type { Cell } from '../../people/personal-data/index.js';
import type { Transaction } from '../../platform/database/index.js';
import type { HeldCertificate } from '../own-certificates/index.js';
import type { Device } from './device.js';
import { CertificateOver, LiveCodeTooLong, NotCarriable, TooManyDevices, TooManyMints } from './errors.js';
import type { WalletParts } from './parts.js';

/** A wallet credential as its device keeps it. */
export interface WalletCredential {
  readonly certId: string;
  readonly cose: Uint8Array;
  readonly validUntil: string;
  /** Whether it was made by this call: one that lasts long enough is given again. */
  readonly isNew: boolean;
}

export interface MintRequest {
  /** Locked by this transaction. */
  readonly held: HeldCertificate;
  readonly device: Device;
  /** What the device is called. */
  readonly label: string;
  readonly delegation?: { readonly id: string; readonly until: string; readonly delegate: DelegateClaims };
}

const DAY = 86_400_000;
/** First and last day included. */
const LIFE_DAYS = 30;
/** From so many days before its end a credential is made anew. */
const RENEWED_DAYS = 10;
const MAX_DEVICES = 5;
const MAX_MINTS = 10;
/**
 * What a keyboard scanner types in a few seconds, and a code of version 18 at level M holds. Most are of version 17 and
 * within 1,100. A name of twelve characters and more is not, nor a helper beside a long item: what keys and signatures
 * take is fixed, and nobody is left without a live code for their name.
 */
const MAX_CHARACTERS = 1_200;
const LONGEST_ITEM = 'x'.repeat(32);

export const walletCell = (column: 'qr' | 'label', certId: Uint8Array): Cell => ({
  table: 'wallet_credentials',
  column,
  row: Buffer.from(certId).toString('hex'),
});

/**
 * Binds a certificate to a device: signed like the certificate's own code, under a certId of its own, which is
 * anchored and can be revoked alone.
 * @throws CertificateOver, NotCarriable, TooManyDevices, TooManyMints, LiveCodeTooLong; IssuerPending and its like, KeyUnusable
 */
export async function mintCredential(
  tx: Transaction,
  parts: WalletParts,
  request: MintRequest,
): Promise<WalletCredential> {
  const { held } = request;
  const now = Date.now();
  if (held.isOver) throw new CertificateOver();
  if (!held.inForce) throw new NotCarriable();
  const known = await lasting(tx, request, dateAt(now + RENEWED_DAYS * DAY));
  if (known) return known;
  await demandRoom(tx, request, dateAt(now));
  const made = await sign(tx, parts, request, now);
  await tx.query(
    `INSERT INTO wallet_credentials (cert_id, issuer, original, holder, delegation, device, label, qr, valid_until)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[made.certId, held.issuer, held.certId, held.holder, request.delegation?.id ?? null],
      request.device.id,
      held.key.encrypt(Buffer.from(request.label), walletCell('label', made.certId)),
      held.key.encrypt(made.cose, walletCell('qr', made.certId)),
      made.validUntil,
    ],
  );
  await enqueue(tx, held.issuer, [{ leaf: made.leaf }]);
  const { cose, validUntil } = made;
  return { certId: made.certId.toString('hex'), cose, validUntil, isNew: true };
}

/**
 * One for this device that need not be made anew yet. One that did not reach the ledger before its key was revoked
 * counts at no window.
 */
async function lasting(
  tx: Transaction,
  { held, device, delegation }: MintRequest,
  until: string,
): Promise<WalletCredential | undefined> {
  const last = lastDay(held, delegation, Date.now());
  const { revokedKids } = await getIssuer(tx, held.issuer);
  const { rows } = await tx.query<{ cert_id: Buffer; qr: Buffer; valid_until: string }>(
    `SELECT cert_id, qr, valid_until FROM wallet_credentials w
     WHERE original = $1 AND device = $2 AND delegation IS NOT DISTINCT FROM $3 AND state = 'issued'
       AND valid_until >= least($4::date, $5::date) AND NOT ${isStranded('w.issuer', 'w.cert_id', '$6')}
     ORDER BY valid_until DESC LIMIT 1`,
    [held.certId, device.id, delegation?.id ?? null, until, last, revokedKids],
  );
  const [row] = rows;
  if (!row) return undefined;
  const cose = held.key.decrypt(row.qr, walletCell('qr', row.cert_id));
  return { certId: row.cert_id.toString('hex'), cose, validUntil: row.valid_until, isNew: false };
}

/** The original's row is locked: nobody counts meanwhile. */
async function demandRoom(
  tx: Transaction,
  { held, device, delegation }: MintRequest,
  today: string,
): Promise<void> {
  const { rows } = await tx.query<{ devices: number; mints: number }>(
    `SELECT count(DISTINCT device) FILTER (WHERE device <> $2 AND state <> 'revoked' AND valid_until >= $3)::int AS devices,
       count(*) FILTER (WHERE (created_at AT TIME ZONE 'Asia/Shanghai')::date = $3)::int AS mints
     FROM wallet_credentials WHERE original = $1 AND delegation IS NOT DISTINCT FROM $4`,
    [held.certId, device.id, today, delegation?.id ?? null],
  );
  const { devices = 0, mints = 0 } = rows[0] ?? {};
  if (devices >= MAX_DEVICES) throw new TooManyDevices(MAX_DEVICES);
  if (mints >= MAX_MINTS) throw new TooManyMints(MAX_MINTS);
}

/** At most 30 days, never longer than the certificate, what takes its place, or the delegation. */
function lastDay(held: HeldCertificate, delegation: MintRequest['delegation'], now: number): string {
  const before = (day: string): string => dateAt(Date.parse(`${day}T12:00:00+08:00`) - DAY);
  const days = [
    dateAt(now + (LIFE_DAYS - 1) * DAY),
    ...(held.validUntil === null ? [] : [held.validUntil]),
    ...(held.replacedFrom === null ? [] : [before(held.replacedFrom)]),
    ...(delegation ? [delegation.until] : []),
  ];
  return days.reduce((first, day) => (day < first ? day : first));
}

interface Signed {
  readonly certId: Buffer;
  readonly cose: Uint8Array;
  readonly validUntil: string;
  readonly leaf: {
    readonly certId: Uint8Array;
    readonly hash: Uint8Array;
    readonly qrPrefix: Uint8Array;
    readonly type: string;
    readonly keys: readonly string[];
  };
}

async function sign(
  tx: Transaction,
  parts: WalletParts,
  { held, device, delegation }: MintRequest,
  now: number,
): Promise<Signed> {
  const issuer = await holdIssuer(tx, held.issuer);
  demandIssuing(issuer);
  demandUnrevoked(issuer, [issuer.qrKid]);
  const type = parts.types.at(held.type, held.typeVersion);
  const code = parts.signer(issuer.qrKid);
  const certId = randomBytes(16);
  const validUntil = lastDay(held, delegation, now);
  const cose = await signQr(
    {
      ...{ issuer: held.issuer, identifier: held.identifier, certId, name: type.name },
      ...holderOf(type, held.fields),
      ...{ validFrom: dateAt(now), validUntil },
      wallet: {
        of: held.certId,
        deviceKey: device.point,
        // No browser attests its keys: where one does, this says so.
        keyKind: 'software',
        ...(delegation && { delegate: delegation.delegate }),
      },
    },
    { kid: fromHex(code.kid), sign: (bytes) => code.sign(bytes) },
  );
  await demandReadable(cose, parts, delegation?.delegate.items);
  const digest = await qrDigest(cose);
  const hash = await leafHash(encodeLeaf({ certId, qr: digest }));
  const leaf = { certId, hash, qrPrefix: digest.subarray(0, 16), type: type.code, keys: [code.kid] };
  return { certId, cose, validUntil, leaf };
}

/** As long as the live code can become: with a challenge, for the longest of the items that it is for. */
async function demandReadable(
  cose: Uint8Array,
  parts: WalletParts,
  items: readonly string[] = [],
): Promise<void> {
  const [item = LONGEST_ITEM] = items.toSorted((one, other) => other.length - one.length);
  const showing = { at: new Date(), item, challenge: '0000' };
  const unsigned = { network: parts.network, sign: () => Promise.resolve(new Uint8Array(64).fill(1)) };
  const live = await signLiveCode(cose, showing, unsigned);
  const { host, scheme } = parts.qrAddress;
  if (liveCodeText(live, host, scheme).text.length > MAX_CHARACTERS) throw new LiveCodeTooLong();
}
