import { X509Certificate } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  MemoryStore,
  createVerifier,
  openMirror,
  parseTrustAnchor,
  syncMirror,
} from '@certbridge/verifier-sdk';
import type { Mirror, Report } from '@certbridge/verifier-sdk';
import { encodeQrText } from '@certbridge/verifier-sdk/formats';
import { expect } from 'vitest';
import type { Office } from '../department/office.js';
import { inRepository } from '../packages.js';
import { sampleIssuers } from '../samples/issuers.js';
import { stealKeys } from './stolen-key.js';

const TYPE = 'residence-permit';
const WINDOWS = 3;

/** A window that has what it synced last, and asks nobody. */
class Window {
  readonly #mirror: Mirror;
  readonly #url: string;
  readonly #trustAnchor: Uint8Array;

  private constructor(mirror: Mirror, url: string, trustAnchor: Uint8Array) {
    this.#mirror = mirror;
    this.#url = url;
    this.#trustAnchor = trustAnchor;
  }

  static async open(office: Office): Promise<Window> {
    const trustAnchor = await readFile(office.bridge.trustAnchor);
    const mirror = await openMirror(new MemoryStore(), { trustAnchor: parseTrustAnchor(trustAnchor) });
    return new Window(mirror, office.bridge.url, trustAnchor);
  }

  async sync(): Promise<void> {
    await syncMirror(this.#mirror, { urls: [this.#url] });
  }

  #verifier(): ReturnType<typeof createVerifier> {
    return createVerifier({ trustAnchor: parseTrustAnchor(this.#trustAnchor), mirror: this.#mirror });
  }

  pdf(bytes: Uint8Array): Promise<Report> {
    return this.#verifier().verifyPdf(bytes);
  }

  async qr(cose: Uint8Array): Promise<Report> {
    const { prefix, digits } = await encodeQrText(cose, 'certbridge.example');
    return this.#verifier().verifyQr(`${prefix}${digits}`);
  }
}

/** A certificate as it lies with its holder. */
interface Genuine {
  readonly certId: string;
  readonly identifier: string;
  readonly pdf: Uint8Array;
  readonly qr: Uint8Array;
}

const verdict = ({ verdict: said, code }: Report): string => `${said} ${code}`;

export interface Drill {
  readonly office: Office;
  /** Rows of the sample file. */
  readonly rows: number;
}

/**
 * A department's keys are stolen, and used; the department revokes them; windows hear of it. Works on whatever
 * ledger the office has. Prints how long it took from the revocation to the last window's knowledge.
 */
export async function theftDrill({ office, rows }: Drill): Promise<void> {
  const issuer = sampleIssuers.find(({ types }) => types.includes(TYPE))!.code;
  const windows = await Promise.all(Array.from({ length: WINDOWS }, () => Window.open(office)));
  const syncAll = async (): Promise<void> => {
    await office.bridge.service.feed.update();
    for (const window of windows) await window.sync();
  };
  const genuine = await issue(office, issuer, rows);
  await syncAll();
  const stolen = await stealKeys(office.bridge, issuer, TYPE);
  const early = await stolen.forge();
  const [first] = windows as [Window];

  // Undetected: a code of the stolen key passes, which is why theft is to be revoked; a PDF without a receipt never does.
  expect(verdict(await first.qr(early.qr))).toBe('valid OK');
  expect(verdict(await first.pdf(early.pdf))).toBe('indeterminate RECEIPT_MISSING');

  const { document, credential } = await inUse(office, issuer);
  const start = performance.now();
  for (const kid of [document, credential]) {
    const said = await office.certbridge('administrator', [
      ...['key', 'revoke', kid, '--issuer', issuer, '--reason', 'key-compromise', '--yes'],
    ]);
    expect(said).toMatchObject({ code: 0, err: '' });
  }
  // Before a window syncs, it knows what it knew.
  expect(verdict(await first.qr(early.qr))).toBe('valid OK');
  await syncAll();
  const late = await stolen.forge();
  for (const window of windows) {
    for (const forged of [early, late]) {
      expect(verdict(await window.qr(forged.qr))).toBe('invalid NOT_ANCHORED');
      expect((await window.pdf(forged.pdf)).verdict).not.toBe('valid');
    }
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stdout.write(
    `From the revocation to the knowledge of the last of ${WINDOWS} windows: ${seconds} s\n`,
  );

  for (const window of windows) {
    for (const { pdf, qr } of genuine) {
      expect(verdict(await window.pdf(pdf))).toBe('valid OK');
      expect(verdict(await window.qr(qr))).toBe('valid OK');
    }
  }
  // What a validator without a ledger asks: the list of the authority.
  const { keys } = office.bridge.service;
  const serial = new X509Certificate(keys.signer(document).chain[0]!).serialNumber;
  expect(Buffer.from(keys.publicFile('issuing.crl')!).includes(Buffer.from(serial, 'hex'))).toBe(true);

  await expectReissued(office, issuer, document, genuine);
  await syncAll();
  const replaced = await certificates(office, issuer);
  for (const { pdf, qr, identifier } of replaced) {
    expect(genuine.map((old) => old.identifier)).not.toContain(identifier);
    expect(verdict(await first.pdf(pdf))).toBe('valid OK');
    expect(verdict(await first.qr(qr))).toBe('valid OK');
  }
  for (const { pdf, qr } of genuine) {
    expect(verdict(await first.pdf(pdf))).toBe('invalid SUPERSEDED');
    expect(verdict(await first.qr(qr))).toBe('invalid SUPERSEDED');
  }
}

async function issue(office: Office, issuer: string, rows: number): Promise<Genuine[]> {
  const lines = (await readFile(inRepository('samples', `${TYPE}.csv`), 'utf8')).split('\n');
  const file = join(office.folder, 'drill.csv');
  await writeFile(file, lines.slice(0, rows + 1).join('\n'));
  const out = join(office.folder, 'drill');
  const said = await office.certbridge('operator', ['issue', file, '--type', TYPE, '--out', out]);
  expect(said).toMatchObject({ code: 0, err: '' });
  expect(await readdir(out)).toHaveLength(rows);
  return certificates(office, issuer);
}

/** The current ones, with their receipts inside. */
async function certificates({ bridge }: Office, issuer: string): Promise<Genuine[]> {
  const { issuing } = bridge.service;
  const all = await issuing.certificates({ issuer, state: 'issued' });
  return Promise.all(
    all.map(async ({ certId, identifier }) => {
      const { pdf, receipt } = await issuing.pdf(issuer, certId);
      expect(receipt).toBe('included');
      return { certId, identifier, pdf, qr: await issuing.qr(issuer, certId) };
    }),
  );
}

async function inUse({ bridge }: Office, issuer: string): Promise<{ document: string; credential: string }> {
  const { rows } = await bridge.service.database.query<{ document: string; credential: string }>(
    'SELECT document_kid AS document, credential_kid AS credential FROM issuers WHERE code = $1',
    [issuer],
  );
  return rows[0]!;
}

/** In bulk, by the command; signed by the keys that took over. */
async function expectReissued(
  office: Office,
  issuer: string,
  kid: string,
  genuine: readonly Genuine[],
): Promise<void> {
  const args = ['key', 'reissue', kid, '--type', TYPE, '--issuer', issuer];
  const said = await office.certbridge('operator', args);
  expect(said).toMatchObject({ code: 0, err: '' });
  expect(said.out).toContain(`${genuine.length} to be issued again`);
  const batch = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(said.out)![0];
  const { issuing } = office.bridge.service;
  for await (const now of issuing.watch(issuer, batch, AbortSignal.timeout(300_000)))
    if (now.anchored === genuine.length) break;
  await office.bridge.service.feed.update();
  const again = await office.certbridge('operator', args);
  expect(again.err).toContain('NOTHING_TO_REISSUE');
}
