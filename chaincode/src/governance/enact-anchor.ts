import { Refusal } from '../refusal';
import { canonicalJson } from '../canonical/json';
import type { Json, JsonObject } from '../canonical/json';
import { ownedBy, readIssuer } from '../issuers/issuers';
import type { Issuer } from '../issuers/issuers';
import { CHAINCODE, checkAnchor } from '../network/anchor';
import type { TrustAnchor } from '../network/anchor';
import { readAnchor, writeAnchor } from '../network/network';
import type { Network } from '../network/network';
import type { State } from '../state/transaction';
import type { Decision } from './decision';
import type { ItemOf } from './proposal';

/** The next trust anchor; the issuers of provinces that it leaves out pass to their heirs. */
export async function enactAnchor(decision: Decision, item: ItemOf<'anchor'>): Promise<JsonObject> {
  const { anchor } = item;
  const { state, network } = decision;
  checkNext(anchor, network, decision.channel);
  const current = await readAnchor(state, network.n);
  if (
    canonicalJson({ ...anchor, n: network.n } as unknown as Json) ===
    canonicalJson(current as unknown as Json)
  )
    throw new Refusal('PROPOSAL_STALE', 'the anchor equals the current one');
  checkRegions(anchor, network);
  const leaving = network.provinces.filter(
    ({ mspId }) => !anchor.provinces.some((province) => province.mspId === mspId),
  );
  const issuers: Issuer[] = [];
  for (const { mspId } of leaving) issuers.push(...(await issuersOf(state, mspId)));
  const heirOf = heirs(item, issuers);
  const passed: JsonObject[] = [];
  for (const issuer of issuers.sort((a, b) => (a.issuer < b.issuer ? -1 : 1))) {
    const to = heirOf(issuer);
    passed.push({ issuer: issuer.issuer, to, under: await decision.write(issuer, { ...issuer, mspId: to }) });
  }
  await writeAnchor(state, anchor);
  return {
    kind: 'anchor',
    anchor: anchor as unknown as Json,
    ...(passed.length === 0 ? {} : { heirs: passed }),
  };
}

function checkNext(anchor: TrustAnchor, { network, n }: Network, channel: string): void {
  if (anchor.network !== network || anchor.channel !== channel || anchor.chaincode !== CHAINCODE)
    throw new Refusal('ANCHOR_INVALID', 'the anchor names another network, channel or chaincode');
  if (anchor.n !== n + 1) throw new Refusal('PROPOSAL_STALE', `the next anchor is ${n + 1}, not ${anchor.n}`);
  checkAnchor(anchor);
}

/** A province keeps its region: which codes its records may register must not depend on when one reads them. */
function checkRegions({ provinces }: TrustAnchor, network: Network): void {
  for (const { mspId, region } of provinces) {
    const before = network.provinces.find((province) => province.mspId === mspId);
    if (before && before.region !== region)
      throw new Refusal(
        'ANCHOR_INVALID',
        `${mspId} has the region ${before.region} for as long as it is a province`,
      );
  }
}

async function issuersOf(state: State, mspId: string): Promise<Issuer[]> {
  const issuers: Issuer[] = [];
  for (const code of await ownedBy(state, mspId)) issuers.push(await readIssuer(state, code));
  return issuers;
}

/** Who inherits each issuer: as named, merged ones as the issuer that they were merged into. */
function heirs(item: ItemOf<'anchor'>, issuers: readonly Issuer[]): (issuer: Issuer) => string {
  const byCode = new Map(issuers.map((issuer) => [issuer.issuer, issuer]));
  const named = new Map(item.heirs?.map(({ issuer, to }) => [issuer, to]));
  for (const [code, to] of named) {
    if (!byCode.has(code)) throw new Refusal('HEIRS_INCOMPLETE', `${code} is of no province that leaves`);
    demandProvince(item.anchor, to);
  }
  if (item.otherHeir !== undefined) demandProvince(item.anchor, item.otherHeir);
  const heirOf = (issuer: Issuer): string => {
    const successor = issuer.successor === undefined ? undefined : byCode.get(issuer.successor);
    const follows = successor && heirOf(successor);
    const to = follows ?? named.get(issuer.issuer) ?? item.otherHeir;
    if (to === undefined) throw new Refusal('HEIRS_INCOMPLETE', `${issuer.issuer} has no heir`);
    if (follows !== undefined && (named.get(issuer.issuer) ?? follows) !== follows)
      throw new Refusal('HEIRS_INCOMPLETE', `${issuer.issuer} passes to ${follows}, as its successor does`);
    return to;
  };
  return heirOf;
}

function demandProvince({ provinces }: TrustAnchor, to: string): void {
  if (!provinces.some(({ mspId }) => mspId === to))
    throw new Refusal('HEIRS_INCOMPLETE', `${to} is no province of the new anchor`);
}
