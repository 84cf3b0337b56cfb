import { beforeAll, describe, expect, it, vi } from 'vitest';

import type { Attestation } from '../formats/attestation.js';
import { concat, toBase64, toHex, utf8 } from '../formats/bytes.js';
import { zeroHash } from '../formats/entry.js';
import { sha256Hex } from '../formats/hash.js';
import { canonicalJson, parseJson } from '../formats/json.js';
import type { JsonObject } from '../formats/json.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import {
  Authority,
  TestNetwork,
  endorse,
  field,
  issuerCode,
  makePayload,
  nonce,
  number,
} from './network.fixture.js';
import type { Peer } from './network.fixture.js';
import * as checks from './checks.js';
import { AttestationError, AttestationMemory, verifyAttestation } from './index.js';
import type { EndorserRule } from './index.js';

let world: TestNetwork;
let statement: Uint8Array;
const hash = 'cd'.repeat(32);

const entryBody = { issuer: issuerCode, name: '示例', mspId: 'ZhejiangMSP', seq: 3, hash, keys: [] };

beforeAll(async () => {
  world = await TestNetwork.create();
  statement = world.statement('entry', entryBody);
});

interface Asked {
  readonly anchor?: TrustAnchor;
  readonly rule?: EndorserRule;
  readonly now?: number;
  readonly asked?: Record<string, string | number>;
}

const memory = new AttestationMemory(4096);

const verify = (
  attestation: Attestation,
  { anchor = world.anchor, rule = 'now', now = world.now, asked }: Asked = {},
) =>
  verifyAttestation(attestation, {
    memory,
    anchor,
    tag: 'certbridge/entry/1',
    rule,
    now,
    asked: asked ?? { issuer: issuerCode, seq: 3, hash },
  });

async function codeOf(attestation: Attestation, options?: Asked): Promise<string> {
  try {
    await verify(attestation, options);
    return 'accepted';
  } catch (error) {
    if (error instanceof AttestationError) return error.code;
    throw error;
  }
}

const peer = (mspId: string): Peer => world.peers.get(mspId)!;
const both = (): Peer[] => [peer('AnhuiMSP'), peer('ZhejiangMSP')];

describe('an attestation', () => {
  it('of two provinces out of three is accepted, by every rule', async () => {
    const good = world.attest(statement);
    for (const rule of ['now', 'attested', 'mirror'] as const) {
      await expect(verify(good, { rule })).resolves.toMatchObject({ issuer: issuerCode, seq: 3, hash });
    }
  });

  it('is accepted with reads of the lifecycle namespace or without', async () => {
    expect(await codeOf(world.attest(statement, { namespaces: ['certbridge'] }))).toBe('accepted');
  });
});

describe('an otherwise perfect forgery is refused:', () => {
  it('another chaincode', async () => {
    expect(await codeOf(world.attest(statement, { chaincode: 'mimic', namespaces: [] }))).toBe(
      'CHAINCODE_MISMATCH',
    );
  });

  it('a response that is not 200', async () => {
    expect(await codeOf(world.attest(statement, { status: 500 }))).toBe('RESPONSE_NOT_OK');
  });

  it('with a chaincode event', async () => {
    expect(await codeOf(world.attest(statement, { event: 'entry' }))).toBe('EVENT_PRESENT');
  });

  it('an endorsed, never submitted Append', async () => {
    const result = utf8(canonicalJson({ entry: hash, seq: 3 }));
    expect(await codeOf(world.attest(result))).toBe('STATEMENT_MISMATCH');
  });

  it('the statement of another Attest function', async () => {
    expect(await codeOf(world.attest(world.statement('status', entryBody)))).toBe('STATEMENT_MISMATCH');
  });

  it('another function that returns the same bytes, and writes', async () => {
    const write = field(3, concat(field(1, 'key'), field(3, 'value')));
    expect(await codeOf(world.attest(statement, { kv: write }))).toBe('WRITES_PRESENT');
  });

  it('a metadata write', async () => {
    const write = field(4, field(1, 'key'));
    expect(await codeOf(world.attest(statement, { kv: write }))).toBe('METADATA_WRITES_PRESENT');
  });

  it('a private collection', async () => {
    const collection = field(3, field(1, 'secret'));
    expect(await codeOf(world.attest(statement, { ns: collection }))).toBe('PRIVATE_DATA_PRESENT');
  });

  it('reads of another chaincode', async () => {
    const attestation = world.attest(statement, { namespaces: ['certbridge', 'other'] });
    expect(await codeOf(attestation)).toBe('NAMESPACE_MISMATCH');
  });

  it('another channel of the same provinces', async () => {
    const other = world.statement('entry', { ...entryBody, channel: 'elsewhere' });
    expect(await codeOf(world.attest(other))).toBe('CHANNEL_MISMATCH');
  });

  it('another network of the same provinces', async () => {
    const other = world.statement('entry', { ...entryBody, network: 'ff'.repeat(16) });
    expect(await codeOf(world.attest(other))).toBe('NETWORK_MISMATCH');
  });

  it('JSON that is not canonical', async () => {
    const loose = concat(statement.subarray(0, -1), utf8(' }'));
    expect(await codeOf(world.attest(loose))).toBe('STATEMENT_MALFORMED');
  });

  it('a later version of the statement, which is told from another statement', async () => {
    const later = (tag: string): Uint8Array =>
      utf8(canonicalJson({ ...(parseJson(statement) as JsonObject), $tag: tag }));
    expect(await codeOf(world.attest(later('certbridge/entry/2')))).toBe('STATEMENT_VERSION');
    expect(await codeOf(world.attest(later('certbridge/entry/02')))).toBe('STATEMENT_MISMATCH');
    expect(await codeOf(world.attest(later('certbridge/entry/1x')))).toBe('STATEMENT_MISMATCH');
  });

  it('one province alone', async () => {
    expect(await codeOf(world.attest(statement, { endorsers: [peer('ZhejiangMSP')] }))).toBe(
      'THRESHOLD_MISSED',
    );
  });

  it('one province twice, by two of its peers', async () => {
    const second = await world.authorities.get('ZhejiangMSP')!.peer('ZhejiangMSP');
    const attestation = world.attest(statement, { endorsers: [peer('ZhejiangMSP'), second] });
    expect(await codeOf(attestation)).toBe('THRESHOLD_MISSED');
  });

  it('an MSP that is not in the trust anchor', async () => {
    const authority = await Authority.create('ca.FujianMSP');
    const attestation = world.attest(statement, {
      endorsers: [...both(), await authority.peer('FujianMSP')],
    });
    expect(await codeOf(attestation)).toBe('ENDORSER_UNKNOWN');
  });

  it("a certificate of another province's authority", async () => {
    const posing = await world.authorities.get('ZhejiangMSP')!.peer('AnhuiMSP');
    const attestation = world.attest(statement, { endorsers: [posing, peer('ZhejiangMSP')] });
    expect(await codeOf(attestation)).toBe('ENDORSER_CHAIN');
  });

  it('an authority of the same name that is not the pinned one', async () => {
    const authority = await Authority.create('ca.AnhuiMSP');
    const posing = await authority.peer('AnhuiMSP');
    expect(await codeOf(world.attest(statement, { endorsers: [posing, peer('ZhejiangMSP')] }))).toBe(
      'ENDORSER_CHAIN',
    );
  });

  it.each(['client', 'admin', 'orderer', 'peer, OU=client'])('a certificate of an %s', async (ou) => {
    const posing = await world.authorities.get('AnhuiMSP')!.peer('AnhuiMSP', ou);
    expect(await codeOf(world.attest(statement, { endorsers: [posing, peer('ZhejiangMSP')] }))).toBe(
      'ENDORSER_ROLE',
    );
  });

  it('a certificate that issues others: a leaf is no authority', async () => {
    const { certificate, key } = peer('AnhuiMSP');
    const posing = { mspId: 'ZhejiangMSP', certificate, key };
    expect(await codeOf(world.attest(statement, { endorsers: [posing, peer('AnhuiMSP')] }))).toBe(
      'ENDORSER_CHAIN',
    );
  });

  it('a revoked peer, except where the mirror decides', async () => {
    const fingerprint = await sha256Hex(new Uint8Array(peer('AnhuiMSP').certificate.rawData));
    const anchor = {
      ...world.anchor,
      provinces: world.anchor.provinces.map((province) =>
        province.mspId === 'AnhuiMSP' ? { ...province, revoked: [fingerprint] } : province,
      ),
    };
    const attestation = world.attest(statement);
    expect(await codeOf(attestation, { anchor })).toBe('ENDORSER_REVOKED');
    expect(await codeOf(attestation, { anchor, rule: 'attested' })).toBe('ENDORSER_REVOKED');
    expect(await codeOf(attestation, { anchor, rule: 'mirror' })).toBe('accepted');
  });

  it('a peer expired now: refused for checkpoints, good for receipts of its time', async () => {
    const span = { notAfter: '2026-12-01T00:00:00Z' };
    const brief = await world.authorities.get('AnhuiMSP')!.peer('AnhuiMSP', 'peer', span);
    const attestation = world.attest(statement, { endorsers: [brief, peer('ZhejiangMSP')] });
    const now = Date.parse('2027-01-01T00:00:00Z');
    expect(await codeOf(attestation, { now })).toBe('ENDORSER_NOT_CURRENT');
    expect(await codeOf(attestation, { now, rule: 'attested' })).toBe('accepted');
  });

  it('a peer expired when it signed', async () => {
    const span = { notAfter: '2026-11-01T00:00:00Z' };
    const late = await world.authorities.get('AnhuiMSP')!.peer('AnhuiMSP', 'peer', span);
    const attestation = world.attest(statement, { endorsers: [late, peer('ZhejiangMSP')] });
    expect(await codeOf(attestation, { rule: 'attested' })).toBe('ENDORSER_NOT_CURRENT');
  });

  it('a peer of an authority under the root, unless that is revoked, expired or another province’s', async () => {
    const issuing = await world.authority('AnhuiMSP').issuing('issuing.AnhuiMSP', {
      notAfter: '2026-12-01T00:00:00Z',
    });
    const one = await issuing.peer('AnhuiMSP');
    const attestation = world.attest(statement, { endorsers: [one, peer('ZhejiangMSP')] });
    const under = (mspId: string, revoked: readonly string[] = []): TrustAnchor => ({
      ...world.anchor,
      provinces: world.anchor.provinces.map((province) =>
        province.mspId === mspId
          ? { ...province, intermediates: [toBase64(issuing.der)], revoked }
          : province,
      ),
    });
    expect(await codeOf(attestation)).toBe('ENDORSER_CHAIN');
    expect(await codeOf(attestation, { anchor: under('AnhuiMSP') })).toBe('accepted');
    expect(await codeOf(attestation, { anchor: under('SichuanMSP') })).toBe('ENDORSER_CHAIN');
    const fingerprint = await sha256Hex(issuing.der);
    expect(await codeOf(attestation, { anchor: under('AnhuiMSP', [fingerprint]) })).toBe('ENDORSER_REVOKED');
    const now = Date.parse('2027-01-01T00:00:00Z');
    expect(await codeOf(attestation, { anchor: under('AnhuiMSP'), now })).toBe('ENDORSER_NOT_CURRENT');
  });

  it('a province’s authority expired now: refused for checkpoints, good for receipts of its time', async () => {
    const authority = await Authority.create('ca.AnhuiMSP.brief', { notAfter: '2026-12-01T00:00:00Z' });
    const anchor = {
      ...world.anchor,
      provinces: world.anchor.provinces.map((province) =>
        province.mspId === 'AnhuiMSP' ? { ...province, roots: [toBase64(authority.der)] } : province,
      ),
    };
    const endorsers = [await authority.peer('AnhuiMSP'), peer('ZhejiangMSP')];
    const attestation = world.attest(statement, { endorsers });
    expect(await codeOf(attestation, { anchor })).toBe('accepted');
    const now = Date.parse('2027-01-01T00:00:00Z');
    expect(await codeOf(attestation, { anchor, now })).toBe('ENDORSER_NOT_CURRENT');
    expect(await codeOf(attestation, { anchor, now, rule: 'attested' })).toBe('accepted');
  });

  it('a high s', async () => {
    expect(await codeOf(world.attest(statement, { highS: true }))).toBe('SIGNATURE_FORM');
  });

  it('a signature over something else, even beside enough good ones', async () => {
    const payload = makePayload(statement);
    const good = endorse(payload, both());
    const [bad] = endorse(makePayload(statement, { status: 201 }), [peer('SichuanMSP')]).endorsements;
    const mixed = { payload, endorsements: [...good.endorsements, bad!] };
    expect(await codeOf(mixed)).toBe('SIGNATURE_WRONG');
  });

  it("another peer's signature under this peer's name", async () => {
    const { payload, endorsements } = world.attest(statement);
    const [a, b] = endorsements;
    const swapped = [
      { endorser: a!.endorser, signature: b!.signature },
      { endorser: b!.endorser, signature: a!.signature },
    ];
    expect(await codeOf({ payload, endorsements: swapped })).toBe('SIGNATURE_WRONG');
  });

  it.each([
    ['issuer', { issuer: '11330000MB7654321A' }],
    ['seq', { seq: 4 }],
    ['hash', { hash: zeroHash }],
  ])('another %s than asked', async (_, asked) => {
    expect(await codeOf(world.attest(statement), { asked })).toBe('SUBJECT_MISMATCH');
  });

  it('a status of another certificate, or an answer to another question', async () => {
    const cert = '01'.repeat(16);
    const head = { seq: 3, hash };
    const body = { issuer: issuerCode, cert, nonce, head, status: null, beats: [] };
    const attestation = world.attest(world.statement('status', body));
    const ask = (asked: Record<string, string>): Promise<unknown> =>
      verifyAttestation(attestation, {
        anchor: world.anchor,
        tag: 'certbridge/status/1',
        rule: 'now',
        now: world.now,
        asked: { cert, nonce, ...asked },
      });
    await expect(ask({})).resolves.toMatchObject({ status: null });
    await expect(ask({ cert: '02'.repeat(16) })).rejects.toMatchObject({ code: 'SUBJECT_MISMATCH' });
    await expect(ask({ nonce: '03'.repeat(16) })).rejects.toMatchObject({ code: 'SUBJECT_MISMATCH' });
  });

  it('attested in the future', async () => {
    expect(await codeOf(world.attest(statement), { now: world.now - 3_600_000 })).toBe('TIME_AHEAD');
  });

  it('with no endorsement at all', async () => {
    expect(await codeOf({ payload: makePayload(statement), endorsements: [] })).toBe('THRESHOLD_MISSED');
  });
});

describe('protobuf is read one way only:', () => {
  const good = (): Uint8Array => makePayload(statement);

  it.each<[string, () => Uint8Array]>([
    ['an unknown field', () => concat(good(), field(9, 'x'))],
    ['a singular field twice', () => concat(good(), field(1, new Uint8Array(32)))],
    ['another wire type', () => concat(good(), number(1, 5))],
    ['a varint longer than needed', () => concat(good(), Uint8Array.of(0x9a, 0x80, 0x00, 0x00))],
    ['cut short', () => good().subarray(0, -1)],
  ])('%s is refused', async (_, make) => {
    expect(await codeOf(endorse(make(), both()))).toBe('ATTESTATION_MALFORMED');
  });
});

describe('what is remembered', () => {
  it('is remembered by all bytes: any change of any byte is refused again', async () => {
    const good = world.attest(statement);
    expect(await codeOf(good)).toBe('accepted');
    for (let at = 0; at < good.payload.length; at += 1) {
      const payload = good.payload.slice();
      payload[at] = payload[at]! ^ 1;
      expect(await codeOf({ ...good, payload })).not.toBe('accepted');
    }
    const [first, second] = good.endorsements;
    for (let at = 0; at < first!.signature.length; at += 1) {
      const signature = first!.signature.slice();
      signature[at] = signature[at]! ^ 1;
      const endorsements = [{ ...first!, signature }, second!];
      expect(await codeOf({ ...good, endorsements }), `byte ${at}`).not.toBe('accepted');
    }
  });

  it('is bounded: when there is more, all is forgotten, and verified again', async () => {
    const small = new AttestationMemory(2);
    const remembers = async (attestation: Attestation): Promise<boolean> => {
      const verifications = vi.spyOn(checks, 'checkRole');
      await verifyAttestation(attestation, {
        ...{ anchor: world.anchor, tag: 'certbridge/entry/1', rule: 'now', now: world.now, memory: small },
      });
      const { length } = verifications.mock.calls;
      verifications.mockRestore();
      return length === 0;
    };
    const [a, b, c] = [1, 2, 3].map((seq) => world.attest(world.statement('entry', { ...entryBody, seq })));
    expect(await remembers(a!)).toBe(false);
    expect(await remembers(a!)).toBe(true);
    expect(await remembers(b!)).toBe(false);
    expect(await remembers(a!)).toBe(true);
    expect(await remembers(c!)).toBe(false);
    expect(await remembers(a!)).toBe(false);
  });

  it('is remembered under its own trust anchor only', async () => {
    const good = world.attest(statement);
    expect(await codeOf(good)).toBe('accepted');
    const stricter = { ...world.anchor, threshold: 3 };
    expect(await codeOf(good, { anchor: stricter })).toBe('THRESHOLD_MISSED');
    expect(toHex(good.payload)).toBe(toHex(world.attest(statement).payload));
  });
});
