import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { KeyUse } from '@certbridge/verifier-sdk/formats';
import { createPrivateFile, unlessMissing, writeFileAtomically } from '../../platform/files/index.js';
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
});

const revocation = z.object({ revokedAt: z.iso.datetime(), keyCompromised: z.boolean() });
export type KeyRevocation = z.output<typeof revocation>;

interface Revocable {
  readonly revokedAt?: string;
}

/** All that is known of a key but the key itself. */
export type KeyRecord = Omit<z.output<typeof schema>, 'spki'> & KeptKey & Revocable;

const DESCRIBED = '.json';
const REVOKED = '.revoked';

/** What a folder holds of a key. */
export async function readRecord(dir: string, file: string): Promise<z.output<typeof schema> & Revocable> {
  const record = schema.parse(JSON.parse(await readFile(join(dir, file), 'utf8')));
  const revoked = await readRevocation(dir, kidIn(file));
  return { ...record, ...(revoked && { revokedAt: revoked.revokedAt }) };
}

const kidIn = (file: string): string => file.slice(0, -DESCRIBED.length);

async function readRevocation(dir: string, kid: string): Promise<KeyRevocation | undefined> {
  const text = await readFile(join(dir, `${kid}${REVOKED}`), 'utf8').catch(unlessMissing);
  return text === undefined ? undefined : revocation.parse(JSON.parse(text));
}

/**
 * Descriptions of keys in a folder that replicas share, each in a file `<kid>.json`. That a key is revoked stands in
 * a file of its own, `<kid>.revoked`, which is made once: no replica that changes the description takes it back.
 */
export class KeyRecords {
  readonly #dir: string;
  /** Which file of a name was read last: each change makes another. */
  readonly #seen = new Map<string, string>();

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Tells of each file that is new or another than before, whoever wrote it. */
  async eachChanged(see: (file: string) => Promise<void>): Promise<void> {
    const files = new Set(await readdir(this.#dir));
    for (const file of files) {
      if (!file.endsWith(DESCRIBED)) continue;
      const { ino, mtimeMs } = await stat(join(this.#dir, file));
      const which = `${ino}/${mtimeMs}/${files.has(`${kidIn(file)}${REVOKED}`)}`;
      if (this.#seen.get(file) === which) continue;
      await see(file);
      this.#seen.set(file, which);
    }
  }

  read(file: string): ReturnType<typeof readRecord> {
    return readRecord(this.#dir, file);
  }

  async write({ revokedAt: _, ...record }: KeyRecord): Promise<void> {
    const text = JSON.stringify(
      { ...record, spki: base64(record.spki), chain: record.chain.map(base64) },
      null,
      2,
    );
    await writeFileAtomically(join(this.#dir, `${record.kid}${DESCRIBED}`), `${text}\n`, 0o600);
  }

  revocationOf(kid: string): Promise<KeyRevocation | undefined> {
    return readRevocation(this.#dir, kid);
  }

  /** @returns what counts: one that was revoked before stays as it was */
  async revoke(kid: string, keyCompromised: boolean): Promise<KeyRevocation> {
    const given = { revokedAt: new Date().toISOString(), keyCompromised };
    try {
      await createPrivateFile(join(this.#dir, `${kid}${REVOKED}`), `${JSON.stringify(given)}\n`);
      return given;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      return (await this.revocationOf(kid)) ?? given;
    }
  }
}

const base64 = (der: Uint8Array): string => Buffer.from(der).toString('base64');
