/** For tests: everything that issuing needs, real, in a folder that is thrown away. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { migrate, openDatabase, startEmbeddedPostgres } from '../../platform/database/index.js';
import type { Database, EmbeddedPostgres } from '../../platform/database/index.js';
import { openDocumentRenderer } from '../documents/index.js';
import { receiveUpload } from '../intake/index.js';
import type { Upload } from '../intake/index.js';
import { openProtection } from '../../people/personal-data/index.js';
import { KeyStore } from '../signing/index.js';
import { EmbeddedTimestampAuthority } from '../timestamps/index.js';
import { loadCertificateTypes } from '../types/index.js';
import { saveIssuer } from '../issuers/index.js';
import type { Issuer } from '../issuers/index.js';
import { isFinal } from './batch-state.js';
import type { Batch, Issuing } from './index.js';
import type { IssuingOptions } from './options.js';

/** Invented departments; regions 33 and 34. */
export const zhejiang = '11330000MB0000019E';

export interface Trial {
  readonly folder: string;
  /** What a second process over the same database needs: it checks who decided what under it. */
  readonly masterKey: Buffer;
  readonly postgres: EmbeddedPostgres;
  readonly database: Database;
  readonly keys: KeyStore;
  readonly options: IssuingOptions;
  readonly issuer: Issuer;
  readonly troubles: unknown[];
  close(): Promise<void>;
}

/** Opens issuing's parts over a database and a folder, as a start of the service does. */
export async function openParts(
  folder: string,
  url: string,
  masterKey: Uint8Array,
): Promise<Omit<Trial, 'postgres' | 'close' | 'issuer' | 'folder' | 'masterKey'>> {
  const database = openDatabase({ url });
  const keys = await KeyStore.open(join(folder, 'keys'), { caBaseUrl: 'http://localhost/ca' });
  const timestamps = await EmbeddedTimestampAuthority.create({
    signer: keys.timestampSigner,
    validationData: () => keys.validationData(keys.timestampSigner),
  });
  const renderer = await openDocumentRenderer({
    timestamps,
    validationData: (signer) => keys.validationData(signer),
    receiptReserve: 6144,
  });
  const troubles: unknown[] = [];
  const options: IssuingOptions = {
    database,
    databaseUrl: url,
    protection: openProtection([masterKey]),
    types: await loadCertificateTypes(),
    renderer,
    signer: (kid) => keys.signer(kid),
    qrAddress: { scheme: 'https', host: 'certbridge.example' },
    onTrouble: (error) => troubles.push(error),
  };
  return { database, keys, options, troubles };
}

export async function startTrial(settings: { readonly fourEyes?: boolean } = {}): Promise<Trial> {
  const folder = await mkdtemp(join(tmpdir(), 'certbridge-issuing-'));
  const postgres = await startEmbeddedPostgres({ dir: join(folder, 'postgres'), throwAway: true });
  await migrate(postgres.url);
  const masterKey = randomBytes(32);
  const parts = await openParts(folder, postgres.url, masterKey);
  const wanted = {
    code: zhejiang,
    name: '浙江省示例市场监督管理局',
    mspId: 'ZhejiangMSP',
    types: parts.options.types.list().map(({ code }) => code),
    fourEyes: settings.fourEyes ?? false,
    registered: true,
    authorities: [],
  };
  const issuer = await saveIssuer(parts.database, parts.keys, wanted, parts.options.protection);
  const trial: Trial = {
    ...parts,
    folder,
    masterKey,
    postgres,
    issuer,
    async close() {
      await this.database.close();
      await this.postgres.close();
      await rm(folder, { recursive: true });
    },
  };
  return trial;
}

/** A business licence's fields; `n` makes the subject. */
export function licence(n: number): Record<string, string> {
  return {
    name: `浙江示例第${n}贸易有限公司`,
    uscc: uscc('91330100', n),
    kind: '有限责任公司',
    legalRepresentative: '李示例',
    capital: '人民币壹佰万元整',
    establishedOn: '2020-01-02',
    address: '浙江省示例市示例路1号',
    scope: '一般项目：日用百货销售；技术服务、技术开发。',
    authority: '浙江省示例市场监督管理局',
  };
}

/** A CSV of business licences numbered `from` to below `to`. */
export function licences(from: number, to: number): string {
  const rows = Array.from({ length: to - from }, (_, i) => ({
    ...licence(from + i),
    validFrom: '2026-01-01',
    validUntil: '长期',
  }));
  return [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))]
    .map((c) => c.join(','))
    .join('\n');
}

export const upload = (csv: string): Promise<Upload> => receiveUpload(Readable.from([Buffer.from(csv)]));

/** A batch once nothing more is issued of it. Rejects when the signal aborts before. */
export async function endOf(issuing: Issuing, { issuer, id }: Batch, signal: AbortSignal): Promise<Batch> {
  for await (const now of issuing.watch(issuer, id, signal)) if (isFinal(now.state)) return now;
  throw new Error('it has not ended');
}

/** GB 32100 §4: check characters of GB 11714 and of the whole. */
function uscc(prefix: string, n: number): string {
  const body = `MA${String(n).padStart(6, '0')}`;
  const organisation = [3, 7, 9, 10, 5, 8, 4, 2].reduce(
    (sum, w, i) => sum + w * parseInt(body.charAt(i), 36),
    0,
  );
  const eleven = 11 - (organisation % 11);
  const text = prefix + body + (eleven === 10 ? 'X' : String(eleven % 11));
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  let weight = 1;
  let sum = 0;
  for (const c of text) {
    sum += alphabet.indexOf(c) * weight;
    weight = (weight * 3) % 31;
  }
  return text + alphabet.charAt((31 - (sum % 31)) % 31);
}
