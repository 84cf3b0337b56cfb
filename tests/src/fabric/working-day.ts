import { Readable } from 'node:stream';
import { receiveUpload } from '@certbridge/service/certificates/intake';
import type { CertBridge } from '@certbridge/service/start';
import { seededRandom } from '../samples/random.js';
import type { Random } from '../samples/random.js';
import { sampleIssuers } from '../samples/issuers.js';
import { businessLicence, residencePermit } from '../samples/rows.js';
import type { SampleRow } from '../samples/rows.js';

const ROWS = 10;
/** A department that works day and night, but not at all it could: the faults are what is to be seen. */
const PAUSE_MS = 150;

interface Department {
  readonly issuer: string;
  readonly type: string;
  readonly row: (random: Random, index: number) => SampleRow;
}

const of = (type: string, row: Department['row']): Department => {
  const issuer = sampleIssuers.find(({ types }) => types.includes(type));
  if (issuer === undefined) throw new Error(`nobody issues ${type}`);
  return { issuer: issuer.code, type, row };
};

/** One of Zhejiang, one of Anhui. */
export const departments: readonly Department[] = [
  of('residence-permit', residencePermit),
  of('business-licence', businessLicence),
];

/** The PDF of a certificate that one of the departments issued. */
export async function pdfOf({ service }: CertBridge, certId: string): Promise<Uint8Array> {
  const found = await Promise.allSettled(
    departments.map(({ issuer }) => service.issuing.pdf(issuer, certId)),
  );
  for (const outcome of found) if (outcome.status === 'fulfilled') return outcome.value.pdf;
  throw new Error(`nobody issued ${certId}`);
}

const csv = (rows: readonly SampleRow[]): Buffer =>
  Buffer.from(
    [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))]
      .map((cells) => `${cells.join(',')}\n`)
      .join(''),
  );

let days = 0;

/** A working day of departments of two provinces, which go on issuing whatever happens to the network. */
export class WorkingDay {
  readonly #bridge: CertBridge;
  readonly #acknowledged: string[];
  readonly #closing = new AbortController();
  readonly #running: Promise<void>[];
  readonly #waiting = new Set<() => void>();

  /** `acknowledged` takes the certId of every certificate that the service says it has issued. */
  constructor(bridge: CertBridge, acknowledged: string[]) {
    this.#bridge = bridge;
    this.#acknowledged = acknowledged;
    this.#running = departments.map((department) => this.#work(department, (days += 1)));
  }

  async #work({ issuer, type, row }: Department, seed: number): Promise<void> {
    const { issuing } = this.#bridge.service;
    const random = seededRandom(seed);
    const { signal } = this.#closing;
    for (let made = 0; !signal.aborted; made += ROWS) {
      const rows = Array.from({ length: ROWS }, (_, index) => row(random, made + index));
      const upload = await receiveUpload(Readable.from([csv(rows)]));
      const by = { issuer, type, mode: 'skip-bad' as const, submittedBy: 'operator' };
      const { id } = await issuing.submitUpload(upload, by);
      await upload.close();
      for await (const batch of issuing.watch(issuer, id, new AbortController().signal)) {
        if (batch.state !== 'issued') continue;
        const certificates = await issuing.certificates({ issuer, batch: id, limit: ROWS });
        this.#acknowledged.push(...certificates.map(({ certId }) => certId));
        for (const look of this.#waiting) look();
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  /** Fulfils once so many more certificates have been issued. */
  async issued(more: number): Promise<void> {
    const until = this.#acknowledged.length + more;
    const reached = new Promise<void>((resolve) => {
      const look = (): void => {
        if (this.#acknowledged.length < until) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
    });
    await Promise.race([reached, Promise.all(this.#running)]);
  }

  /** Ends the day; throws what went wrong in it. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#running);
  }
}
