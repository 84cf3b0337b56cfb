import { Refusal } from '../refusal';
import { canonicalJson } from '../canonical/json';
import type { Json, JsonObject } from '../canonical/json';
import { readNetworkAsProvince } from '../network/network';
import { issuerCode, typeCodes } from '../input/forms';
import { parseJson } from '../input/json';
import { name as parseName } from '../input/shape';
import { appendProvinceRecord } from '../logs/append-record';
import { demandRole } from '../roles/roles';
import type { Transaction } from '../state/transaction';
import { findIssuer, writeIssuer } from './issuers';
import type { Issuer } from './issuers';
import { checkTypes } from './types';
import { demandCode, regionOf } from './uscc';

/**
 * `RegisterIssuer`: registers a department of the caller's province, or replaces its name and types.
 * What is registered like this already stays as it is.
 */
export async function registerIssuer(
  tx: Transaction,
  code: string,
  name: string,
  typesJson: string,
): Promise<JsonObject> {
  demandRole(tx.caller, 'service', 'administrator');
  const network = await readNetworkAsProvince(tx);
  const issuer = issuerCode(code, 'issuer');
  demandCode(issuer);
  const types = typeCodes(parseJson(typesJson, 'types', 4096), 'types', 0);
  const current = await findIssuer(tx.state, issuer);
  if (current !== undefined && current.mspId !== tx.caller.mspId) throw new Refusal('NOT_ISSUER_PROVINCE');
  if (regionOf(issuer) !== network.region) throw new Refusal('ISSUER_REGION');
  await checkTypes(tx.state, types);
  const next: Issuer = { ...current, issuer, name: parseName(name, 'name'), mspId: tx.caller.mspId, types };
  if (current && canonicalJson(current as unknown as Json) === canonicalJson(next as unknown as Json))
    return { issuer };
  await writeIssuer(tx.state, next);
  await appendProvinceRecord(tx, network.network, { kind: 'issuer', issuer, name: next.name, types });
  return { issuer };
}
