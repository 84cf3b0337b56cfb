import { Refusal } from '../refusal';
import { canonicalJson } from '../canonical/json';
import type { Json, JsonObject } from '../canonical/json';
import { readNetworkAsProvince } from '../network/network';
import { issuerCode, typeCodes } from '../input/forms';
import { parseJson } from '../input/json';
import { writtenName } from '../input/shape';
import { appendProvinceRecord } from '../logs/append-record';
import { demandRole } from '../roles/roles';
import type { State, Transaction } from '../state/transaction';
import { findIssuer, ownedBy, writeIssuer } from './issuers';
import type { Issuer } from './issuers';
import { checkTypes } from './types';
import { UNREGISTERED } from './under';
import { demandCode, regionOf } from './uscc';

/** The record that removes a province names an heir for each of its issuers: with so many it has 220 kB. */
const MAX_ISSUERS = 2000;

/**
 * `RegisterIssuer`: registers a department of the caller's province, or replaces its name and types; one that
 * has retired works again. What is registered like this already stays as it is.
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
  const { mspId } = tx.caller;
  if (current !== undefined && current.mspId !== mspId) throw new Refusal('NOT_ISSUER_PROVINCE');
  if (regionOf(issuer) !== network.region) throw new Refusal('ISSUER_REGION');
  if (current === undefined) await demandRoom(tx.state, mspId);
  await checkTypes(tx.state, types);
  const under = current?.under ?? UNREGISTERED;
  const { retired: _, ...kept } = current ?? {};
  const next: Issuer = { ...kept, issuer, name: writtenName(name, 'name'), mspId, types, under };
  if (current && canonicalJson(current as unknown as Json) === canonicalJson(next as unknown as Json))
    return { issuer };
  const body = { kind: 'issuer', issuer, name: next.name, types, under: { ...under } };
  const { seq } = await appendProvinceRecord(tx, network.network, body);
  await writeIssuer(tx.state, current, { ...next, under: { ...under, p: seq } });
  return { issuer };
}

async function demandRoom(state: State, mspId: string): Promise<void> {
  if ((await ownedBy(state, mspId)).length >= MAX_ISSUERS) throw new Refusal('ISSUER_LIMIT');
}
