import { generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { NO_HASH, recordHash } from '../canonical/hash';
import { canonicalJson } from '../canonical/json';
import type { JsonObject } from '../canonical/json';
import { append } from '../entries/append';
import { init } from '../governance/init';
import { approve, propose } from '../governance/proposals';
import { registerIssuer } from '../issuers/register';
import { findIssuer } from '../issuers/issuers';
import type { Under } from '../issuers/under';
import { addKey } from '../keys/add';
import type { KeyUse } from '../keys/keys';
import { possessionStatement } from '../keys/possession';
import { MemoryLedger } from './memory';

/* Three provinces with an approved type, an issuer and a key: where the unit tests of the rules start. */

export const NETWORK = '00112233445566778899aabbccddeeff';
/** Invented departments; characters 3–4 are 33 Zhejiang and 34 Anhui. */
export const ZHEJIANG = '11330000MB0000001L';
export const ANHUI = '11340000MB0000001Q';
export const TYPE = '11100000000013338W011';
export const OTHER_TYPE = '11100000000013338W012';

/** Self-signed P-256 CA certificates made for these tests; their keys are thrown away. */
export const ROOTS: readonly string[] = [
  'MIIBfDCCASOgAwIBAgIUfS71ZBSg3HHS1fhuvpFZa50CrxswCgYIKoZIzj0EAwIwEzERMA8GA1UEAwwIQW5odWkgQ0EwIBcNMjYxMTI0MDQzNTQwWhgPMjEyNjEwMzEwNDM1NDBaMBMxETAPBgNVBAMMCEFuaHVpIENBMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEX2xeg/TXMr5feQyuI5hwQmZYIkuxDQ9kDgIAu6NtSNdWngFtUryvycBZMA2fysTQUqe3RLyDPZMgmS+xvTWbvaNTMFEwHQYDVR0OBBYEFAcYJh9MTHmCWdzAivkFAzBsuxEiMB8GA1UdIwQYMBaAFAcYJh9MTHmCWdzAivkFAzBsuxEiMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgTa/VKpDySrqNOjAawaMl89bCBbuIQ+Tbb4W6wGc2fRkCICDVXpOhyTFY0gQALGIXo5bKzvUH6KWG8+vXC4BD6D+Z',
  'MIIBgDCCASegAwIBAgIUCAlh3i4q1jsBbXQRJR1Kuf6FcowwCgYIKoZIzj0EAwIwFTETMBEGA1UEAwwKU2ljaHVhbiBDQTAgFw0yNjExMjQwNDM1NDBaGA8yMTI2MTAzMTA0MzU0MFowFTETMBEGA1UEAwwKU2ljaHVhbiBDQTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABK8FkgL2Y3NkPwDZ8OZuqWSRidz6S8Qu0Mt0iJ5AuPbrkG3clisg3/vGVb7laMzoZt34OIXN4BdKQBmGVvNUpLmjUzBRMB0GA1UdDgQWBBTEcizA2Wp0EvWWsNh8WV5MXV+DAjAfBgNVHSMEGDAWgBTEcizA2Wp0EvWWsNh8WV5MXV+DAjAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCIBRf6Rgd9aq16Pp2r2MYkRfu7igcALimHWcMW9J64OLyAiBupMkXsjdZVkRtiGISwwwOttbA9tNWR2TMgSVmawJpzQ==',
  'MIIBgjCCASmgAwIBAgIUL9RpaG4Dbp8/IKcw1umGnISnIFwwCgYIKoZIzj0EAwIwFjEUMBIGA1UEAwwLWmhlamlhbmcgQ0EwIBcNMjYxMTI0MDQzNTQwWhgPMjEyNjEwMzEwNDM1NDBaMBYxFDASBgNVBAMMC1poZWppYW5nIENBMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqxe+6/8P217DcyAkwuQ/jpsVbWwQuazMDEpBHS2KPGNCJmcfY1gU7XTZL/mPqFZ0aKivhNB2aYGI3+YQyWKIC6NTMFEwHQYDVR0OBBYEFHgbIYPZWsg1wrAEq8yyTKlc9sdcMB8GA1UdIwQYMBaAFHgbIYPZWsg1wrAEq8yyTKlc9sdcMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgGPYtzFI5jHxWiyaPldc20IBRbJJPRBbdKmm413uYjwgCIBB+4jhZyMPPjJ492l2iWKWObREP/gr0OYKBf0Qktn4g',
];

export function provinces(): JsonObject[] {
  const names = ['Anhui', 'Sichuan', 'Zhejiang'];
  const regions = ['34', '51', '33'];
  return names.map((name, index) => ({
    mspId: `${name}MSP`,
    name,
    region: regions[index] as string,
    roots: [ROOTS[index] as string],
    intermediates: [],
    revoked: [],
  }));
}

export interface SampleKey {
  readonly privateKey: KeyObject;
  readonly spki: string;
}

export function newKey(): SampleKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { privateKey, spki: publicKey.export({ type: 'spki', format: 'der' }).toString('base64') };
}

export function proof(
  key: SampleKey,
  issuer: string,
  use: KeyUse = 'certificate',
  network = NETWORK,
): string {
  const statement = possessionStatement({ channel: 'certbridge', network, issuer, use }, key.spki);
  return sign('sha256', Buffer.from(statement), { key: key.privateKey, dsaEncoding: 'ieee-p1363' }).toString(
    'base64',
  );
}

export class Sample {
  readonly ledger = new MemoryLedger();
  readonly key = newKey();
  kid = '';
  /** The version of the Zhejiang issuer that entries name: as it was when last looked at. */
  under: Under = { n: 0, p: 0 };
  #head = { seq: 0, hash: NO_HASH };

  static async start(): Promise<Sample> {
    const sample = new Sample();
    const { ledger } = sample;
    await ledger.call('ZhejiangMSP', 'administrator', (tx) =>
      init(tx, NETWORK, canonicalJson(provinces()), '2'),
    );
    await sample.decide({ kind: 'type', type: { code: TYPE, name: '居住证' } });
    await ledger.call('ZhejiangMSP', 'service', (tx) =>
      registerIssuer(tx, ZHEJIANG, '示例厅', canonicalJson([TYPE])),
    );
    await ledger.call('AnhuiMSP', 'service', (tx) =>
      registerIssuer(tx, ANHUI, '示例局', canonicalJson([TYPE])),
    );
    const added = await ledger.call('ZhejiangMSP', 'service', (tx) =>
      addKey(tx, ZHEJIANG, sample.key.spki, 'ES256', 'certificate', proof(sample.key, ZHEJIANG)),
    );
    sample.kid = added['kid'] as string;
    await sample.look();
    return sample;
  }

  /** Looks up which version the Zhejiang issuer has in the registry, as a service does before it builds entries. */
  async look(): Promise<void> {
    const issuer = await this.ledger.call('ZhejiangMSP', '', ({ state }) => findIssuer(state, ZHEJIANG));
    this.under = issuer?.under ?? this.under;
  }

  /** Proposed by Zhejiang, approved by Anhui: enacted, as the threshold is 2. */
  async decide(...items: JsonObject[]): Promise<JsonObject> {
    const text = canonicalJson({ items });
    const proposed = await this.ledger.call('ZhejiangMSP', 'administrator', (tx) => propose(tx, text));
    return this.ledger.call('AnhuiMSP', 'administrator', (tx) => approve(tx, proposed['proposal'] as string));
  }

  /** The next entry of the Zhejiang issuer, with these members besides or instead. */
  entry(body: JsonObject): JsonObject {
    const time = new Date(this.ledger.now).toISOString();
    const { seq, hash: prev } = this.#head;
    return {
      v: 1,
      network: NETWORK,
      channel: 'certbridge',
      issuer: ZHEJIANG,
      seq: seq + 1,
      prev,
      time,
      under: { ...this.under },
      ...body,
    };
  }

  /** The members of an entry that anchors. */
  tree(): JsonObject {
    return { root: 'ab'.repeat(32), size: 1, keys: [this.kid], types: [TYPE], qr: 'cd'.repeat(32) };
  }

  change(cert: string, state: string, by?: { issuer: string; cert: string }, from?: string): JsonObject {
    return { cert, state, reason: 'unspecified', ...(by ? { by } : {}), ...(from ? { from } : {}) };
  }

  /** Appends an entry as Zhejiang's issuer client, and follows the head when it stands. */
  async append(entry: JsonObject, mspId = 'ZhejiangMSP', roles = 'issuer'): Promise<JsonObject> {
    const result = await this.ledger.call(mspId, roles, (tx) => append(tx, canonicalJson(entry)));
    if (entry['seq'] === this.#head.seq + 1) this.#head = { seq: entry['seq'], hash: recordHash(entry) };
    return result;
  }

  appendChanges(...changes: JsonObject[]): Promise<JsonObject> {
    return this.append(this.entry({ changes }));
  }
}
