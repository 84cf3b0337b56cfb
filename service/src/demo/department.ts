import { join } from 'node:path';
import { z } from 'zod';
import { issue, issuerFor, json, openClient } from '@certbridge/cli';
import type { Client, Terminal } from '@certbridge/cli';
import { certificates } from '../certificates/issuing/schemas.js';
import { sampleFile } from './layout.js';
import type { DemoFolder } from './layout.js';

export interface IssuedCertificate {
  readonly slug: string;
  readonly issuer: string;
  readonly certId: string;
  readonly identifier: string;
  readonly validFrom: string;
  readonly validUntil: string | null;
  readonly anchoredIn: number | null;
  readonly file: string;
}

/** Keeps what the command line would say to a person only for the case that it goes wrong. */
class QuietTerminal implements Terminal {
  readonly isTTY = false;
  said = '';

  write(text: string): void {
    this.said += text;
  }
  writeError(text: string): void {
    this.said += text;
  }
}

/** The issuing department, at its own command line. */
export class Department {
  readonly #client: Client;
  readonly #folder: DemoFolder;

  constructor(url: string, token: string, folder: DemoFolder) {
    this.#client = openClient(url, () => Promise.resolve(token));
    this.#folder = folder;
  }

  /** Issues a sample file, waits until all of it is anchored, fetches the PDFs with their receipts. */
  async issue(slug: string): Promise<IssuedCertificate[]> {
    const terminal = new QuietTerminal();
    const exit = await issue(this.#client, terminal, sampleFile(slug), {
      type: slug,
      out: this.#folder.certificates,
    });
    if (exit !== 0) throw new Error(`issuing samples/${slug}.csv failed: ${terminal.said}`);
    const issuer = await issuerFor(this.#client, slug, undefined);
    const page = await this.#client.get(`/api/v1/issuers/${issuer}/certificates?limit=1000`, certificates);
    return page.certificates.map((certificate) => ({
      slug,
      issuer,
      certId: certificate.certId,
      identifier: certificate.identifier,
      validFrom: certificate.validFrom,
      validUntil: certificate.validUntil,
      anchoredIn: certificate.anchoredIn,
      file: join(this.#folder.certificates, `${certificate.identifier}.pdf`),
    }));
  }

  /** Asks for a certificate to be revoked; the ledger's events show when it is. */
  async revoke(certificate: Pick<IssuedCertificate, 'issuer' | 'certId'>): Promise<void> {
    const path = `/api/v1/issuers/${certificate.issuer}/certificates/${certificate.certId}/status`;
    await this.#client.post(path, json({ state: 'revoked', reason: 'data-error' }), z.unknown());
  }
}
