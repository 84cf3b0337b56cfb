import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFeed } from '@certbridge/service/ledger/feed';
import type { Feed } from '@certbridge/service/ledger/feed';
import { readSettings } from '@certbridge/service/platform/settings';
import { startCertBridge } from '@certbridge/service/start';
import type { CertBridge } from '@certbridge/service/start';
import { requestChange } from '@certbridge/service/certificates/statuses';
import { becomes } from '../ledger/becomes.js';
import { encodeQrText, parseTrustAnchor } from '@certbridge/verifier-sdk/formats';
import type { TrustAnchor } from '@certbridge/verifier-sdk/formats';

export interface SampleCertificate {
  readonly issuer: string;
  readonly certId: string;
  readonly identifier: string;
  /** Digits of the QR code; its claims hold a holder's name, which must never reach a server. */
  readonly digits: string;
  readonly cose: Uint8Array;
  readonly pdf: Uint8Array;
}

/** The whole of CertBridge, started as `npm start` starts it, and certificates that it issued. */
export class IssuedCertificates {
  readonly bridge: CertBridge;
  readonly trustAnchor: TrustAnchor;
  readonly feed: Feed;
  readonly #folder: string;

  private constructor(bridge: CertBridge, trustAnchor: TrustAnchor, feed: Feed, folder: string) {
    this.bridge = bridge;
    this.trustAnchor = trustAnchor;
    this.feed = feed;
    this.#folder = folder;
  }

  static async start(more: Readonly<Record<string, string>> = {}): Promise<IssuedCertificates> {
    const folder = await mkdtemp(join(tmpdir(), 'certbridge-page-'));
    const settings = readSettings({
      CERTBRIDGE_DATA: folder,
      CERTBRIDGE_PORT: '0',
      CERTBRIDGE_LOG_LEVEL: 'silent',
      CERTBRIDGE_ENTRY_AGE: '100ms',
      ...more,
    });
    const bridge = await startCertBridge({ settings, throwAway: true });
    const [ledger] = bridge.service.ledgers;
    const [file] = bridge.ledgerFiles;
    if (!ledger || !file) throw new Error('the service has no ledger');
    const { trustAnchor } = JSON.parse(await readFile(file, 'utf8')) as { trustAnchor: string };
    const anchor = parseTrustAnchor(await readFile(join(file, '..', trustAnchor)));
    const feed = openFeed({ ledger, database: bridge.service.database, folder: join(folder, 'published') });
    await feed.update();
    return new IssuedCertificates(bridge, anchor, feed, folder);
  }

  /** Certificates of the sample departments, anchored, with their receipts. */
  async all(): Promise<SampleCertificate[]> {
    const { database, issuing } = this.bridge.service;
    const { rows } = await database.query<{ issuer: string; certId: string; identifier: string }>(
      `SELECT c.issuer, encode(cert_id, 'hex') AS "certId", identifier FROM certificates c
       JOIN receipts USING (cert_id) ORDER BY identifier`,
    );
    return Promise.all(
      rows.map(async (row) => {
        const cose = await issuing.qr(row.issuer, row.certId);
        const { pdf } = await issuing.pdf(row.issuer, row.certId);
        return { ...row, cose, pdf, digits: (await encodeQrText(cose, 'certbridge.example')).digits };
      }),
    );
  }

  /** Its PDF as it is downloaded before the ledger holds it: with its receipt still pending. */
  async pending({ issuer, certId }: SampleCertificate): Promise<Uint8Array> {
    const { database, issuing } = this.bridge.service;
    await database.query('DELETE FROM receipts WHERE cert_id = $1', [Buffer.from(certId, 'hex')]);
    return (await issuing.pdf(issuer, certId)).pdf;
  }

  /** Revokes one and publishes that. */
  async revoke({ issuer, certId }: SampleCertificate): Promise<void> {
    const { service } = this.bridge;
    const id = Buffer.from(certId, 'hex');
    await requestChange(service, {
      issuer,
      certId: id,
      state: 'revoked',
      reason: 'data-error',
      submittedBy: 'test',
    });
    await becomes(this.bridge, { issuer, certId, state: 'revoked' });
    await this.feed.update();
  }

  async close(): Promise<void> {
    await this.bridge.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** The same certificate with its holder's name changed by one bit, which the signature does not cover any more. */
export async function forgedDigits({ cose }: SampleCertificate): Promise<string> {
  const forged = Uint8Array.from(cose);
  const last = forged.length - 1;
  forged[last] = (forged[last] ?? 0) ^ 1;
  return (await encodeQrText(forged, 'certbridge.example')).digits;
}
