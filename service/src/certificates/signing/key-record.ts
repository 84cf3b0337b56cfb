import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { KeyUse } from '@certbridge/verifier-sdk/formats';
import { writeFileAtomically } from '../../platform/files/index.js';
import { signatureAlgorithms } from '../cms/index.js';
import { backendNames } from './backends/backend.js';
import type { KeptKey } from './backends/backend.js';

/** What an issuer's key signs, and nothing else: QR codes and PDFs, or credentials. */
export const signingUses = ['certificate', 'credential'] as const satisfies readonly KeyUse[];
export type SigningUse = (typeof signingUses)[number];

/** What keys of the store are for: an issuer's, or those of a hall, which certify its windows' keys. */
const keptUses = [...signingUses, 'relying-party'] as const satisfies readonly KeyUse[];
export type KeptUse = (typeof keptUses)[number];

const bytes = z.base64().transform((text): Uint8Array => new Uint8Array(Buffer.from(text, 'base64')));

const schema = z.object({
  kid: z.string(),
  /** GB 32100 code. */
  issuer: z.string(),
  use: z.enum(keptUses),
  algorithm: z.enum(signatureAlgorithms),
  createdAt: z.iso.datetime(),
  backend: z.enum(backendNames).default('file'),
  reference: z.string().exactOptional(),
  /** Early versions left it out: the file of the key has it. */
  spki: bytes.exactOptional(),
  /** DER, leaf first; empty until an authority has certified the key. */
  chain: z.array(bytes),
  /** Serial numbers of the embedded authority's certificates that it had before: they are revoked with it. */
  earlier: z.array(z.string()).exactOptional(),
  revokedAt: z.iso.datetime().exactOptional(),
});

/** All that is known of a key but the key itself, in a file of its own. */
export type KeyRecord = Omit<z.output<typeof schema>, 'spki'> & KeptKey;

export async function readRecord(path: string): Promise<z.output<typeof schema>> {
  return schema.parse(JSON.parse(await readFile(path, 'utf8')));
}

/** Descriptions of keys in a folder that replicas share, each in a file `<kid>.json`. */
export class KeyRecords {
  readonly #dir: string;
  /** Which file of a name was read last: each change makes another. */
  readonly #seen = new Map<string, string>();

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Tells of each file that is new or another than before, whoever wrote it. */
  async eachChanged(see: (file: string) => Promise<void>): Promise<void> {
    for (const file of await readdir(this.#dir)) {
      if (!file.endsWith('.json')) continue;
      const { ino, mtimeMs } = await stat(join(this.#dir, file));
      const which = `${ino}/${mtimeMs}`;
      if (this.#seen.get(file) === which) continue;
      await see(file);
      this.#seen.set(file, which);
    }
  }

  read(file: string): ReturnType<typeof readRecord> {
    return readRecord(join(this.#dir, file));
  }

  async write(record: KeyRecord): Promise<void> {
    const text = JSON.stringify(
      { ...record, spki: base64(record.spki), chain: record.chain.map(base64) },
      null,
      2,
    );
    await writeFileAtomically(join(this.#dir, `${record.kid}.json`), `${text}\n`, 0o600);
  }
}

const base64 = (der: Uint8Array): string => Buffer.from(der).toString('base64');
