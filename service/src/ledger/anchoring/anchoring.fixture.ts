/** For tests: an embedded ledger, and one province's service part by part upon it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedLedger } from '@certbridge/network';
import { fromHex } from '@certbridge/verifier-sdk/formats';
import { openIssuing } from '../../certificates/issuing/index.js';
import type { Batch, Issuing } from '../../certificates/issuing/index.js';
import { licence, licences, upload, zhejiang } from '../../certificates/issuing/issuing.fixture.js';
import type { Trial } from '../../certificates/issuing/issuing.fixture.js';
import { requestChange } from '../../certificates/statuses/index.js';
import type { RequestedState } from '../../certificates/statuses/index.js';
import { approveTypes, connectLedger } from '../adapter/index.js';
import type { Ledger } from '../adapter/index.js';
import { runAnchoring } from './index.js';
import type { AnchoringOptions } from './index.js';

export interface Provinces {
  readonly zhejiang: Ledger;
  readonly anhui: Ledger;
  close(): Promise<void>;
}

/** Of the three sample provinces, two clients; all certificate types are approved. */
export async function startProvinces(types: readonly { code: string; name: string }[]): Promise<Provinces> {
  const dir = await mkdtemp(join(tmpdir(), 'certbridge-provinces-'));
  const peers = await startEmbeddedLedger({ dir: join(dir, 'ledger') });
  const open = (mspId: string): Promise<Ledger> => connectLedger(peers.ledgerFiles[mspId] ?? '');
  const [first, second] = [await open('ZhejiangMSP'), await open('AnhuiMSP')];
  await approveTypes([first], types);
  await approveTypes([second], types);
  return {
    zhejiang: first,
    anhui: second,
    async close() {
      await Promise.all([first.close(), second.close()]);
      await peers.close();
      await rm(dir, { recursive: true });
    },
  };
}

/** A province's service: what it issues waits in its outbox, until its writer is started. */
export class Province {
  readonly issuer = zhejiang;
  readonly troubles: unknown[] = [];
  readonly issuing: Issuing;
  readonly #stop = new AbortController();
  readonly #issues: Promise<void>;
  #writer: { readonly stop: AbortController; readonly done: Promise<void> } | undefined;
  #next = 1;
  /** Whose licence each certificate is. */
  readonly #subjects = new Map<string, number>();

  constructor(
    readonly trial: Trial,
    readonly ledger: Ledger,
  ) {
    this.issuing = openIssuing(trial.options);
    this.#issues = this.issuing.run(this.#stop.signal);
  }

  startWriter(options: Partial<AnchoringOptions> = {}): void {
    const { options: issuing, database, keys } = this.trial;
    const stop = new AbortController();
    const anchoring: AnchoringOptions = {
      database,
      databaseUrl: issuing.databaseUrl,
      ledger: this.ledger,
      signer: (kid) => keys.signer(kid),
      onTrouble: (error) => this.troubles.push(error),
      age: 50,
      ...options,
    };
    this.#writer = { stop, done: runAnchoring(anchoring, stop.signal) };
  }

  async stopWriter(): Promise<void> {
    this.#writer?.stop.abort();
    await this.#writer?.done;
    this.#writer = undefined;
  }

  async submit(count: number): Promise<Batch> {
    const from = (this.#next += 1000);
    const file = await upload(licences(from, from + count));
    const by = { issuer: this.issuer, type: 'business-licence', submittedBy: 'operator-1' };
    return this.issuing.submitUpload(file, { ...by, mode: 'skip-bad' });
  }

  /** Until the batch is issued, and, where `anchored`, on the ledger; with the certIds of its certificates. */
  async issued({ id }: Batch, anchored: boolean): Promise<string[]> {
    for await (const now of this.issuing.watch(this.issuer, id, this.#stop.signal)) {
      if (now.state === 'issued' && (!anchored || now.anchored === now.issued)) break;
    }
    const certificates = await this.issuing.certificates({ issuer: this.issuer, batch: id, limit: 1000 });
    return certificates.map(({ certId }) => certId);
  }

  /** One certificate, perhaps in the place of another from a day on; on the ledger where `anchored`. */
  async certificate(
    anchored: boolean,
    renewal?: { readonly of: string; readonly from: string },
  ): Promise<string> {
    const subject = this.#subjects.get(renewal?.of ?? '') ?? (this.#next += 1);
    const batch = await this.issuing.submitApplication({
      issuer: this.issuer,
      type: 'business-licence',
      submittedBy: 'operator-1',
      fields: { ...licence(subject), ...(renewal && { capital: '人民币贰佰万元整' }) },
      validFrom: renewal?.from ?? '2026-01-01',
      validUntil: '',
      ...(renewal && { renews: fromHex(renewal.of) }),
    });
    const [certId = ''] = await this.issued(batch, anchored);
    this.#subjects.set(certId, subject);
    return certId;
  }

  async change(certId: string, state: RequestedState): Promise<void> {
    await requestChange(this.trial.options, {
      issuer: this.issuer,
      certId: fromHex(certId),
      state,
      reason: 'unspecified',
      submittedBy: 'operator-1',
    });
  }

  async close(): Promise<void> {
    await this.stopWriter();
    this.#stop.abort();
    await this.#issues;
    await this.trial.close();
  }
}

/** Looks again and again until there is something to see. */
export async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'fulfilled',
    (error: unknown) => (error as { code?: unknown }).code,
  );
}
