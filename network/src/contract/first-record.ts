import { randomBytes, X509Certificate } from 'node:crypto';
import { GatewayError } from '@hyperledger/fabric-gateway';
import type { Contract } from '@hyperledger/fabric-gateway';
import { z } from 'zod';
import { jsonOf } from './call.js';

/** As much of a trust anchor as the network's own commands read. */
export const anchorSchema = z.looseObject({
  n: z.number().int(),
  threshold: z.number().int(),
  provinces: z.array(
    z.looseObject({
      mspId: z.string(),
      roots: z.array(z.string()).readonly(),
      revoked: z.array(z.string()).readonly(),
    }),
  ),
});

/** A trust anchor as the ledger has it. */
export type Anchor = z.infer<typeof anchorSchema>;

const ledgerAnchorSchema = z.object({ anchor: anchorSchema, hash: z.string() });
const networkReply = z.object({ network: ledgerAnchorSchema });

/** The trust anchor on the ledger, and its name: the SHA-256 of its canonical JSON, in hex. */
export type LedgerAnchor = z.infer<typeof ledgerAnchorSchema>;

/** A province as the trust anchor names it. */
export interface ProvinceRecord {
  readonly mspId: string;
  readonly name: string;
  readonly region: string;
  /** Base64 of DER certificates. */
  readonly roots: readonly string[];
  readonly intermediates: readonly string[];
  readonly revoked: readonly string[];
}

/** The record of a province with one root and nothing revoked; `root` is PEM. */
export function provinceRecord(
  { mspId, name, region }: { readonly mspId: string; readonly name: string; readonly region: string },
  root: string,
): ProvinceRecord {
  const roots = [new X509Certificate(root).raw.toString('base64')];
  return { mspId, name, region, roots, intermediates: [], revoked: [] };
}

/** The trust anchor on the ledger; undefined before its first record. */
export async function currentAnchor(contract: Contract): Promise<LedgerAnchor | undefined> {
  try {
    return networkReply.parse(jsonOf(await contract.evaluateTransaction('GetNetwork'))).network;
  } catch (error) {
    const uninitialised = (message: string): boolean => message.includes('NETWORK_UNINITIALISED');
    if (error instanceof GatewayError && error.details.some(({ message }) => uninitialised(message)))
      return undefined;
    throw error;
  }
}

/** Makes the network's first record unless it is there, and returns the trust anchor as the ledger has it. */
export async function initialise(
  contract: Contract,
  provinces: readonly ProvinceRecord[],
  threshold: number,
): Promise<LedgerAnchor> {
  const current = await currentAnchor(contract);
  if (current !== undefined) return current;
  const network = randomBytes(16).toString('hex');
  await contract.submitTransaction('Init', network, JSON.stringify(provinces), String(threshold));
  const made = await currentAnchor(contract);
  if (made === undefined) throw new Error('the first record was committed, and the peer does not have it');
  return made;
}
