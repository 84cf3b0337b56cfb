import type { BackendName } from './backends/backend.js';
import { readdir } from 'node:fs/promises';
import { readRecord, signingUses } from './key-record.js';
import type { KeyRecord, SigningUse } from './key-record.js';
import type { SignatureAlgorithm } from './signer.js';
import { certifiedBy } from './x509.js';

/** A key as people see it. */
export interface KeyDescription {
  readonly kid: string;
  readonly issuer: string;
  readonly use: SigningUse;
  readonly algorithm: SignatureAlgorithm;
  readonly backend: BackendName;
  readonly createdAt: Date;
  /** `requested`: no authority has certified it yet. */
  readonly state: 'requested' | 'ready' | 'revoked';
  /** Last instant of its certificate. */
  readonly notAfter: Date | undefined;
}

/** The keys that the files of a folder describe; nothing of the keys themselves is read. */
export async function keyDescriptions(dir: string): Promise<KeyDescription[]> {
  const files = await readdir(dir).catch(() => []);
  const records = await Promise.all(
    files.filter((file) => file.endsWith('.json')).map((file) => readRecord(dir, file)),
  );
  return records.map(describeKey).filter((key) => key !== undefined);
}

/** Undefined for a key that signs no certificates. */
export function describeKey(record: Omit<KeyRecord, 'spki'>): KeyDescription | undefined {
  const { kid, issuer, algorithm, backend, createdAt, chain, revokedAt } = record;
  const use = signingUses.find((one) => one === record.use);
  if (use === undefined) return undefined;
  const [leaf] = chain;
  const isUncertified = leaf === undefined && use === 'certificate';
  const state = revokedAt !== undefined ? 'revoked' : isUncertified ? 'requested' : 'ready';
  return {
    kid,
    issuer,
    use,
    algorithm,
    backend,
    createdAt: new Date(createdAt),
    state,
    notAfter: leaf && certifiedBy(leaf).notAfter,
  };
}
