import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { receiptOf } from '@certbridge/service/ledger/anchoring';
import { connectLedger } from '@certbridge/service/ledger/adapter';
import type { Ledger } from '@certbridge/service/ledger/adapter';
import { openDatabase } from '@certbridge/service/platform/database';
import type { Database } from '@certbridge/service/platform/database';
import {
  MemoryStore,
  createVerifier,
  openMirror,
  parseTrustAnchor,
  syncMirror,
} from '@certbridge/verifier-sdk';
import type { Mirror, Verifier } from '@certbridge/verifier-sdk';
import {
  canonicalJson,
  decodeReceipt,
  encodeLeaf,
  fromHex,
  leafHash,
  verifyInclusion,
} from '@certbridge/verifier-sdk/formats';
import type { Entry, Json } from '@certbridge/verifier-sdk/formats';
import { ISSUER } from './clients.js';
import type { Acknowledged, Clients } from './clients.js';
import type { Machines } from './machines.js';

/** What was found, of a round or of all. */
export interface Found {
  readonly certificates: number;
  readonly changes: number;
  readonly documents: number;
  /** What is not as it must be, a sentence each. */
  readonly faults: readonly string[];
}

/** Milliseconds between two looks whether all is done. */
const LOOK = 100;
/** Milliseconds after which what is still not done counts as lost. */
const PATIENCE = 600_000;

/** Compares what was acknowledged with database, ledger and audit, and verifies what was handed out. */
export class Reckoning {
  readonly #database: Database;
  readonly #ledger: Ledger;
  readonly #mirror: Mirror;
  readonly #verifier: Verifier;
  readonly #urls: readonly string[];
  /** Of the log of the department, all that was read. */
  readonly #log: Entry[] = [];
  /** certIds of earlier rounds. */
  readonly #known = new Set<string>();
  #changes = 0;
  #applications = 0;

  private constructor(
    urls: readonly string[],
    parts: { database: Database; ledger: Ledger; mirror: Mirror; verifier: Verifier },
  ) {
    this.#urls = urls;
    this.#database = parts.database;
    this.#ledger = parts.ledger;
    this.#mirror = parts.mirror;
    this.#verifier = parts.verifier;
  }

  static async open({ databaseUrl, ledgerFile, trustAnchorFile, urls }: Machines): Promise<Reckoning> {
    const trustAnchor = parseTrustAnchor(await readFile(trustAnchorFile));
    const mirror = await openMirror(new MemoryStore(), { trustAnchor });
    const verifier = createVerifier({ trustAnchor, mirror });
    const database = openDatabase({ url: databaseUrl });
    return new Reckoning(urls, { database, ledger: await connectLedger(ledgerFile), mirror, verifier });
  }

  /** Waits until nothing is under way any more, then looks at what this round added. */
  async reckon(said: Acknowledged, clients: Clients): Promise<Found> {
    const faults: string[] = [];
    const left = await this.#settled();
    if (left !== undefined) faults.push(left);
    const certificates = await this.#stored(said, faults);
    await this.#anchored(said, certificates, faults);
    await this.#audited(said, faults);
    await this.#verified(said, clients, faults);
    for (const certId of certificates) this.#known.add(certId);
    return {
      ...{ certificates: certificates.length, changes: said.revoked.size, documents: said.documents.size },
      faults,
    };
  }

  async close(): Promise<void> {
    await this.#ledger.close();
    await this.#database.close();
  }

  /** A file whose upload was cut off is refused, and sent again. Undefined once nothing waits; else what still does when patience ends. */
  async #settled(): Promise<string | undefined> {
    for (const ends = Date.now() + PATIENCE; ;) {
      const [row] = await this.#rows<{ batches: number; rows: number; outbox: number; entries: number }>(
        `SELECT (SELECT count(*) FROM batches WHERE state NOT IN ('issued', 'refused'))::int AS batches,
           (SELECT count(*) FROM applications WHERE state = 'accepted')::int AS rows,
           (SELECT count(*) FROM outbox)::int AS outbox,
           (SELECT count(*) FROM entries WHERE state <> 'attested')::int AS entries`,
      );
      const counts = Object.entries(row ?? {}).filter(([, count]) => count > 0);
      if (counts.length === 0) return undefined;
      if (Date.now() > ends) return `still not done: ${JSON.stringify(Object.fromEntries(counts))}`;
      await delay(LOOK);
    }
  }

  /** Each acknowledged application has its certificates, and there are no others. */
  async #stored({ applications }: Acknowledged, faults: string[]): Promise<string[]> {
    const found = await this.#rows<{ key: string; count: number; subjects: number }>(
      `SELECT i.key, count(c.cert_id)::int AS count, count(DISTINCT c.subject)::int AS subjects
       FROM idempotency i LEFT JOIN certificates c ON c.batch = i.result::uuid
       WHERE i.kind = 'batch' AND i.key = ANY($1) GROUP BY i.key`,
      [[...applications.keys()]],
    );
    const counts = new Map(found.map(({ key, count, subjects }) => [key, count === subjects ? count : -1]));
    for (const [key, count] of applications)
      if (counts.get(key) !== count)
        faults.push(`${key} has ${counts.get(key) ?? 0} certificates of ${count}`);
    const stored = await this.#rows<{ certId: string }>(
      `SELECT encode(cert_id, 'hex') AS "certId" FROM certificates WHERE issuer = $1`,
      [ISSUER],
    );
    const added = stored.map(({ certId }) => certId).filter((certId) => !this.#known.has(certId));
    const asked = [...applications.values()].reduce((sum, count) => sum + count, 0);
    if (added.length !== asked)
      faults.push(`${added.length} certificates are stored, ${asked} were asked for`);
    if (stored.length !== this.#known.size + added.length)
      faults.push(
        `${this.#known.size + added.length - stored.length} certificates of before are stored no more`,
      );
    return added;
  }

  /** Each certificate stands in one entry, at a place of its own, and each change in one. */
  async #anchored(
    { revoked }: Acknowledged,
    certificates: readonly string[],
    faults: string[],
  ): Promise<void> {
    const from = this.#log.length;
    for (;;) {
      const more = await this.#ledger.entries(ISSUER, this.#log.length + 1, 100);
      if (more.length === 0) break;
      this.#log.push(...more);
    }
    const entries = this.#log.slice(from);
    const size = entries.reduce((sum, entry) => sum + (entry.size ?? 0), 0);
    if (size !== certificates.length)
      faults.push(`the ledger has ${size} more certificates, the database ${certificates.length}`);
    const changed = entries.flatMap(({ changes = [] }) => changes.map(({ cert }) => cert));
    if (changed.length !== revoked.size || !changed.every((cert) => revoked.has(cert)))
      faults.push(`the ledger has ${changed.length} more changes, ${revoked.size} were acknowledged`);
    const places = new Set<string>();
    for (const certId of certificates) {
      const bytes = await receiptOf(this.#database, fromHex(certId));
      if (bytes === undefined) {
        faults.push(`${certId} has no receipt`);
        continue;
      }
      const receipt = decodeReceipt(bytes);
      const { entry, index, path } = receipt;
      const proof = { index, path, size: entry.size, root: fromHex(entry.root) };
      const isThere =
        canonicalJson(entry as unknown as Json) === canonicalJson((this.#log[entry.seq - 1] ?? null) as Json);
      if (!isThere || !(await verifyInclusion({ leafHash: await leafHash(encodeLeaf(receipt)), ...proof })))
        faults.push(`the receipt of ${certId} leads to no entry`);
      places.add(`${entry.seq}/${index}`);
    }
    if (places.size !== certificates.length) faults.push('certificates share a place on the ledger');
  }

  /** Each act that was acknowledged is written down once, and no other; each record has one leaf or waits for it. */
  async #audited({ applications, revoked, documents }: Acknowledged, faults: string[]): Promise<void> {
    this.#applications += applications.size;
    this.#changes += revoked.size;
    const [counts] = await this.#rows<Record<string, number>>(
      `SELECT count(*) FILTER (WHERE act IN ('batch.received', 'certificate.applied-for'))::int AS received,
         count(DISTINCT batch) FILTER (WHERE act IN ('batch.received', 'certificate.applied-for'))::int AS batches,
         count(*) FILTER (WHERE act = 'batch.issued')::int AS issued,
         count(DISTINCT batch) FILTER (WHERE act = 'batch.issued')::int AS ended,
         count(*) FILTER (WHERE act = 'status.changed')::int AS changed,
         count(DISTINCT certificate) FILTER (WHERE act = 'status.changed')::int AS certificates
       FROM audit_records WHERE issuer = $1`,
      [ISSUER],
    );
    const { received, batches, issued, ended, changed, certificates } = counts ?? {};
    for (const [what, count] of Object.entries({ received, batches, issued, ended }))
      if (count !== this.#applications) faults.push(`audited: ${what} ${count}, not ${this.#applications}`);
    for (const [what, count] of Object.entries({ changed, certificates }))
      if (count !== this.#changes) faults.push(`audited: ${what} ${count}, not ${this.#changes}`);
    const seen = await this.#rows<{ certId: string }>(
      `SELECT DISTINCT encode(certificate, 'hex') AS "certId" FROM audit_records
       WHERE act = 'document.seen' AND certificate = ANY($1)`,
      [[...documents.keys()].map((certId) => Buffer.from(certId, 'hex'))],
    );
    if (seen.length !== documents.size) faults.push('a PDF was handed out and nobody wrote it down');
    const [tree] = await this.#rows<{ records: number; leaves: number; sealed: number; queue: number }>(
      `SELECT (SELECT count(*) FROM audit_records)::int AS records, (SELECT count(*) FROM audit_leaves)::int AS leaves,
         (SELECT count(DISTINCT record) FROM audit_leaves)::int AS sealed,
         (SELECT count(*) FROM audit_queue)::int AS queue`,
    );
    if (!tree || tree.sealed !== tree.leaves || tree.records !== tree.leaves + tree.queue)
      faults.push(`the audit tree does not agree with its records: ${JSON.stringify(tree)}`);
  }

  /** What was handed out, whenever it was, and what is handed out now. */
  async #verified({ documents }: Acknowledged, clients: Clients, faults: string[]): Promise<void> {
    await syncMirror(this.#mirror, { urls: [...this.#urls] });
    for (const [certId, early] of documents) {
      for (const pdf of [early, await clients.document(certId)]) {
        const { verdict, code } = await this.#verifier.verifyPdf(pdf);
        // Fetched before it was anchored.
        const isEarly = pdf === early && code === 'RECEIPT_MISSING';
        if (verdict !== 'valid' && !isEarly) faults.push(`the PDF of ${certId} is ${verdict}: ${code}`);
      }
    }
  }

  /** Waits for a database that is just being started. */
  async #rows<R extends Record<string, unknown>>(sql: string, values: readonly unknown[] = []): Promise<R[]> {
    for (;;) {
      try {
        return (await this.#database.query<R>(sql, values)).rows;
      } catch (error) {
        if ((error as { code?: unknown }).code !== 'DATABASE_UNAVAILABLE') throw error;
        await delay(LOOK);
      }
    }
  }
}
