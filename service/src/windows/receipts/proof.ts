import { verifyAttestation } from '@certbridge/verifier-sdk';
import { encodeFilingProof, parseAuditHead, toHex } from '@certbridge/verifier-sdk/formats';
import type { TrustAnchor } from '@certbridge/verifier-sdk/formats';
import { AuditPaths, findFiled } from '../../people/audit/index.js';
import type { Queryable } from '../../platform/database/index.js';
import { FilingNotProven } from './errors.js';

export interface ProofOptions {
  readonly database: Queryable;
  readonly trustAnchor: TrustAnchor;
  /** MSP id of the province in whose name the audit tree stands. */
  readonly mspId: string;
  /** The newest attested head of that tree, as the feed has it; undefined: none was published yet. */
  readonly head: () => Promise<Uint8Array | undefined>;
}

/** Proves that receipts were filed, up to what the ledger holds. */
export class FilingProofs {
  readonly #options: ProofOptions;
  readonly #paths: AuditPaths;

  constructor(options: ProofOptions) {
    this.#options = options;
    this.#paths = new AuditPaths(options.database);
  }

  /** The file that `parseFilingProof` of the SDK reads. @throws FilingNotProven while the ledger does not hold it */
  async prove(digest: string): Promise<Uint8Array> {
    const { database, trustAnchor: anchor, mspId, head } = this.#options;
    const found = await findFiled(database, { act: 'receipt.filed', filed: digest });
    const file = await head();
    if (!found || !file) throw new FilingNotProven();
    const { nonce, attestation, v } = parseAuditHead(file);
    const { head: stated } = await verifyAttestation(attestation, {
      ...{ anchor, tag: 'certbridge/audit/1', rule: 'attested', now: Date.now() },
      asked: { mspId, nonce },
    });
    if (!stated || stated.size <= found.position) throw new FilingNotProven();
    const path = (await this.#paths.path(found.position, stated.size)).map(toHex);
    return encodeFilingProof({ ...found, path, head: { v, mspId, nonce, attestation } });
  }
}
