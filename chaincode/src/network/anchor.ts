import { Refusal } from '../refusal';
import type { Json } from '../canonical/json';
import { sha256 } from '../canonical/hash';
import { readCaCertificate } from '../public-keys/ca-certificate';
import { base64, hash, id, mspId } from '../input/forms';
import { ascending, form, integer, list, members, name, writtenName } from '../input/shape';

export interface Province {
  readonly mspId: string;
  readonly name: string;
  /** GB/T 2260 prefix: two digits. */
  readonly region: string;
  /** Base64 of DER certificates. */
  readonly roots: readonly string[];
  readonly intermediates: readonly string[];
  /** SHA-256 of the DER of peer certificates that no longer count. */
  readonly revoked: readonly string[];
}

export interface TrustAnchor {
  readonly v: 1;
  readonly n: number;
  readonly network: string;
  readonly channel: string;
  readonly chaincode: string;
  readonly threshold: number;
  readonly provinces: readonly Province[];
}

/** The name under which every network deploys this contract. */
export const CHAINCODE = 'certbridge';
const MAX_CERTIFICATE = 8192;

export function parseAnchor(value: Json | undefined, where: string): TrustAnchor {
  const all = ['v', 'n', 'network', 'channel', 'chaincode', 'threshold', 'provinces'];
  const anchor = members(value, where, all);
  return {
    v: integer(anchor['v'], `${where}.v`, 1, 1) as 1,
    n: integer(anchor['n'], `${where}.n`, 1, 1_000_000),
    network: id(anchor['network'], `${where}.network`),
    channel: name(anchor['channel'], `${where}.channel`),
    chaincode: name(anchor['chaincode'], `${where}.chaincode`),
    threshold: integer(anchor['threshold'], `${where}.threshold`, 1, 64),
    provinces: parseProvinces(anchor['provinces'], `${where}.provinces`),
  };
}

/** Provinces, put in the order of their MSP ids, each named once. */
export function parseProvinces(value: Json | undefined, where: string): readonly Province[] {
  const provinces = list(value, where, { min: 1, max: 64 }, parseProvince);
  provinces.sort((a, b) => (a.mspId < b.mspId ? -1 : 1));
  return ascending(provinces, where, (province) => province.mspId);
}

function parseProvince(value: Json, where: string): Province {
  const all = ['mspId', 'name', 'region', 'roots', 'intermediates', 'revoked'];
  const province = members(value, where, all);
  const revoked = list(province['revoked'], `${where}.revoked`, { min: 0, max: 1000 }, hash);
  return {
    mspId: mspId(province['mspId'], `${where}.mspId`),
    name: writtenName(province['name'], `${where}.name`),
    region: form(province['region'], `${where}.region`, /^[1-9][0-9]$/, 'a GB/T 2260 province prefix'),
    roots: list(province['roots'], `${where}.roots`, { min: 1, max: 8 }, certificate),
    intermediates: list(
      province['intermediates'],
      `${where}.intermediates`,
      { min: 0, max: 16 },
      certificate,
    ),
    revoked: ascending(revoked, `${where}.revoked`, (digest) => digest),
  };
}

function certificate(value: Json, where: string): string {
  authorityKey(base64(value, where, MAX_CERTIFICATE), where);
  return value as string;
}

/** The key of an authority, as its SubjectPublicKeyInfo. */
function authorityKey(der: Buffer, where: string): Buffer {
  try {
    return readCaCertificate(der).spki;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : '';
    throw new Refusal('ANCHOR_INVALID', `${where} is no certificate that verifiers take: ${why}`);
  }
}

/**
 * What must hold of every anchor. Attestations are worth what the endorsement policy (a majority) is
 * worth, so the threshold may not exceed it; and no province alone may speak or decide for several.
 */
export function checkAnchor({ threshold, provinces }: TrustAnchor): void {
  const majority = Math.floor(provinces.length / 2) + 1;
  const least = provinces.length > 1 ? 2 : 1;
  if (threshold < least || threshold > majority) {
    throw new Refusal(
      'ANCHOR_INVALID',
      `the threshold for ${provinces.length} provinces is from ${least} to ${majority}`,
    );
  }
  if (new Set(provinces.map(({ region }) => region)).size !== provinces.length) {
    throw new Refusal('ANCHOR_INVALID', 'two provinces have the same region');
  }
  checkAuthorities(provinces);
}

/** No two provinces share a CA key: a certificate of one must never count as another's. */
function checkAuthorities(provinces: readonly Province[]): void {
  const owners = new Map<string, string>();
  for (const province of provinces) {
    for (const text of [...province.roots, ...province.intermediates]) {
      const digest = sha256(authorityKey(Buffer.from(text, 'base64'), province.mspId));
      const owner = owners.get(digest) ?? province.mspId;
      if (owner !== province.mspId)
        throw new Refusal('ANCHOR_INVALID', `${owner} and ${province.mspId} share a CA key`);
      owners.set(digest, owner);
    }
  }
}
