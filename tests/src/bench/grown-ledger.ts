import { createHash } from 'node:crypto';
import {
  cutPages,
  encodePage,
  pagePath,
  recordHash,
  toBase64,
  toHex,
  zeroHash,
} from '@certbridge/verifier-sdk/formats';
import type { Head, Log, LogRecord } from '@certbridge/verifier-sdk/formats';
import {
  TestNetwork,
  TestServers,
  newIssuerKey,
  newProvince,
  typeCode,
} from '@certbridge/verifier-sdk-fixtures';
import type { TestKey, TestProvince } from '@certbridge/verifier-sdk-fixtures';

/** What an issuer does in a day. */
export interface Day {
  readonly entries: number;
  readonly certificates: number;
  readonly changes: number;
}

const hex = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * A ledger in memory of many provinces. The issuers of one of them anchor and change certificates every day; of
 * those of the others it has the heads, which is what a mirror sees that does not want their logs.
 */
export class GrownLedger extends TestNetwork {
  readonly #ends = new Map<string, Head>();
  readonly #pages = new Map<string, LogRecord[]>();
  readonly #issuers: string[] = [];
  #kid = '';
  #count = 0;
  #others = 0;

  static async open(provinces: number, issuers: number, others: number): Promise<GrownLedger> {
    const ledger = new GrownLedger();
    const members: TestProvince[] = [];
    for (let i = 0; i < provinces; i += 1) {
      const region = String(11 + i);
      members.push(await newProvince(`P${region}MSP`, `省${region}`, region));
    }
    await ledger.begin(members, Math.floor(provinces / 2) + 1);
    const key = await newIssuerKey();
    ledger.#kid = toHex(key.kid);
    const [own] = members;
    for (let i = 0; own && i < issuers; i += 1) await ledger.#register(own, i, key);
    ledger.#others = others;
    ledger.beat();
    return ledger;
  }

  async #register({ mspId, region }: TestProvince, i: number, { spki }: TestKey): Promise<void> {
    const issuer = `11${region}0000MB${String(i).padStart(7, '0')}A`;
    await this.province(mspId, { kind: 'issuer', issuer, name: `${issuer} 局`, types: [typeCode] });
    const key = { kid: this.#kid, alg: 'ES256', use: 'certificate', spki: toBase64(spki) };
    await this.province(mspId, { kind: 'key', issuer, ...key });
    this.#issuers.push(issuer);
  }

  /** Some days, and the feed as it stands then. */
  async live(days: number, day: Day): Promise<void> {
    for (let passed = 0; passed < days; passed += 1) {
      for (let i = 0; i < day.entries; i += 1) {
        this.now += 86_400_000 / day.entries;
        for (const issuer of this.#issuers) await this.#entry(issuer, day, i === 0);
      }
    }
    this.beat();
    await this.publish();
  }

  /** The day's changes stand in its first entry. */
  async #entry(issuer: string, { entries, certificates, changes }: Day, isFirst: boolean): Promise<void> {
    const root = hex(`root ${(this.#count += 1)}`);
    const anchored = { root, size: Math.ceil(certificates / entries), keys: [this.#kid], types: [typeCode] };
    const certs = Array.from({ length: isFirst ? changes : 0 }, (_, i) =>
      hex(`${this.#count} ${i}`).slice(32),
    );
    const changed = certs.sort().map((cert) => ({ cert, state: 'revoked', reason: 'unspecified' }));
    await this.append('i', issuer, {
      ...{ issuer, under: this.under(issuer), ...anchored, qr: hex(root) },
      ...(changed.length > 0 && { changes: changed }),
    });
  }

  /** Keeps of each log its end and the page that is not full: whole logs would be copied at each record. */
  override async append(log: Log, id: string, body: Readonly<Record<string, unknown>>): Promise<LogRecord> {
    const name = `${log} ${id}`;
    const end = this.#ends.get(name);
    const { network, time } = this;
    const place = { seq: (end?.seq ?? 0) + 1, prev: end?.hash ?? zeroHash, time };
    const record = { v: 1, network, channel: 'certbridge', ...place, ...body } as unknown as LogRecord;
    this.#ends.set(name, { log, id, seq: record.seq, hash: await recordHash(record) });
    const open = this.#pages.get(name) ?? [];
    open.push(record);
    this.#pages.set(name, open);
    return record;
  }

  /** Whether the issuer is one of the province that is looked at. */
  readonly isOwn = (code: string): boolean => code.slice(2, 4) === '11';

  override heads(): Promise<Head[]> {
    const others = Array.from({ length: this.#others }, (_, i): Head => {
      const id = `11${20 + (i % 30)}0000MB${String(i).padStart(7, '0')}A`;
      return { log: 'i', id, seq: this.#count, hash: hex(`${id} ${this.#count}`) };
    });
    return Promise.resolve([...this.#ends.values(), ...others]);
  }

  override async publish(): Promise<void> {
    for (const [name, records] of this.#pages) {
      const [log, id] = name.split(' ') as [Log, string];
      const pages = cutPages(records);
      for (const page of pages) {
        const from = page[0]?.seq ?? 1;
        this.files.set(pagePath(log, id, from), encodePage({ v: 1, log, id, from, records: page }));
      }
      this.#pages.set(name, [...(pages.at(-1) ?? [])]);
    }
    this.files.set('feed/checkpoint.json', await this.checkpoint());
  }

  protected override signers(): ReturnType<TestNetwork['signers']> {
    return this.anchor.provinces.slice(0, this.anchor.threshold).map(({ mspId }) => this.peer(mspId));
  }

  readonly fetch: TestServers['fetch'] = (url, init) =>
    new TestServers({ 'feed.example': this }).fetch(url, init);
}
