import { generateKeyPairSync, sign } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { canonicalJson } from '../canonical/json';
import type { JsonObject } from '../canonical/json';
import { beat } from '../beats/beats';
import { addKey } from '../keys/add';
import { writeKey } from '../keys/keys';
import { possessionStatement } from '../keys/possession';
import { revokeKey } from '../keys/revoke';
import { getRecords, getRegistry } from '../reads/reads';
import { sharedVectors } from '../unit-ledger/vectors';
import type { Vector } from '../unit-ledger/vectors';
import { ANHUI, NETWORK, newKey, OTHER_TYPE, proof, Sample, TYPE, ZHEJIANG } from '../unit-ledger/sample';
import { registerIssuer } from './register';
import { retireIssuer } from './retire';

const refused = (code: string): Error => expect.objectContaining({ code }) as Error;

let sample: Sample;
beforeEach(async () => {
  sample = await Sample.start();
});

const provinceLog = async (): Promise<JsonObject[]> => {
  const { records } = await sample.ledger.call('AnhuiMSP', '', ({ state }) =>
    getRecords(state, 'p', 'ZhejiangMSP', '1', '100'),
  );
  return records as JsonObject[];
};

describe('RegisterIssuer', () => {
  const register = (
    code: string,
    types = [TYPE],
    mspId = 'ZhejiangMSP',
    roles = 'service',
    name = '示例厅',
  ): Promise<JsonObject> =>
    sample.ledger.call(mspId, roles, (tx) => registerIssuer(tx, code, name, canonicalJson(types)));

  it('replaces name and types, and leaves what is equal alone', async () => {
    const before = await provinceLog();
    await register(ZHEJIANG);
    expect(await provinceLog()).toEqual(before);
    await register(ZHEJIANG, [TYPE], 'ZhejiangMSP', 'administrator', '示例新厅');
    expect((await provinceLog()).at(-1)).toMatchObject({
      kind: 'issuer',
      issuer: ZHEJIANG,
      name: '示例新厅',
      seq: before.length + 1,
    });
  });

  it.each<[string, () => Promise<unknown>]>([
    ['ROLE_MISSING', () => register(ZHEJIANG, [TYPE], 'ZhejiangMSP', 'issuer')],
    ['PROVINCE_UNKNOWN', () => register(ZHEJIANG, [TYPE], 'HubeiMSP')],
    ['NOT_ISSUER_PROVINCE', () => register(ANHUI)],
    ['ISSUER_REGION', () => register('11510000MB0000001R')],
    ['ISSUER_CODE_INVALID', () => register('11330000MB00000010')],
    ['TYPE_UNKNOWN', () => register(ZHEJIANG, [OTHER_TYPE])],
    ['INPUT_INVALID', () => register(ZHEJIANG, [TYPE, TYPE])],
    ['INPUT_INVALID', () => register(ZHEJIANG, [TYPE], 'ZhejiangMSP', 'service', '')],
    ['NAME_FORM', () => register(ZHEJIANG, [TYPE], 'ZhejiangMSP', 'service', '示例\u2fbc厅')],
  ])('is refused with %s', async (code, attempt) => {
    await expect(attempt()).rejects.toThrow(refused(code));
  });
});

describe('the issuers of a province', () => {
  it('are at most 2,000, of which each may still be renamed', async () => {
    await sample.ledger.call('ZhejiangMSP', 'service', async ({ state }) => {
      for (let at = 1; at < 2000; at += 1) await state.put(['owned', 'ZhejiangMSP', `filling ${at}`], 'x');
    });
    const register = (code: string, name: string): Promise<JsonObject> =>
      sample.ledger.call('ZhejiangMSP', 'service', (tx) => registerIssuer(tx, code, name, '[]'));
    await expect(register('11330000MB0000002P', '示例局')).rejects.toThrow(refused('ISSUER_LIMIT'));
    await register(ZHEJIANG, '示例新厅');
  });
});

describe('RetireIssuer', () => {
  const retire = (mspId = 'ZhejiangMSP', roles = 'service'): Promise<JsonObject> =>
    sample.ledger.call(mspId, roles, (tx) => retireIssuer(tx, ZHEJIANG));
  const registry = (): Promise<JsonObject> =>
    sample.ledger.call('AnhuiMSP', '', (tx) => getRegistry(tx, ZHEJIANG));

  it('leaves an issuer that takes changes only, until it is registered again', async () => {
    const under = { ...sample.under };
    await retire();
    const before = await provinceLog();
    expect(before.at(-1)).toMatchObject({ kind: 'retire', issuer: ZHEJIANG, under });
    await retire();
    expect(await provinceLog()).toEqual(before);
    expect(await registry()).toMatchObject({ issuer: { retired: true, under: { n: 0, p: before.length } } });
    await sample.look();
    await expect(sample.append(sample.entry(sample.tree()))).rejects.toThrow(refused('ISSUER_RETIRED'));
    await sample.appendChanges(sample.change('0'.repeat(32), 'revoked'));
    const key = newKey();
    const add = sample.ledger.call('ZhejiangMSP', 'service', (tx) =>
      addKey(tx, ZHEJIANG, key.spki, 'ES256', 'certificate', proof(key, ZHEJIANG)),
    );
    await expect(add).rejects.toThrow(refused('ISSUER_RETIRED'));
    await sample.ledger.call('ZhejiangMSP', 'service', (tx) =>
      registerIssuer(tx, ZHEJIANG, '示例厅', canonicalJson([TYPE])),
    );
    expect((await registry())['issuer']).not.toHaveProperty('retired');
    await sample.look();
    await sample.append(sample.entry(sample.tree()));
  });

  it('is for its own province, with the role, and for issuers without a successor', async () => {
    await expect(retire('AnhuiMSP')).rejects.toThrow(refused('NOT_ISSUER_PROVINCE'));
    await expect(retire('ZhejiangMSP', 'issuer')).rejects.toThrow(refused('ROLE_MISSING'));
    await sample.decide({ kind: 'succession', from: ZHEJIANG, to: ANHUI });
    await expect(retire('AnhuiMSP')).rejects.toThrow(refused('ISSUER_MERGED'));
  });
});

describe('AddKey', () => {
  const add = (
    spki: string,
    alg: string,
    signature: string,
    mspId = 'ZhejiangMSP',
    roles = 'service',
    use = 'certificate',
  ): Promise<JsonObject> =>
    sample.ledger.call(mspId, roles, (tx) => addKey(tx, ZHEJIANG, spki, alg, use, signature));

  it('takes a P-256 key and an RSA key with proofs of possession', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    const purpose = {
      channel: 'certbridge',
      network: NETWORK,
      issuer: ZHEJIANG,
      use: 'certificate',
    } as const;
    const statement = possessionStatement(purpose, spki);
    const { kid } = await add(
      spki,
      'RS256',
      sign('sha256', Buffer.from(statement), privateKey).toString('base64'),
    );
    const { keys } = await sample.ledger.call('AnhuiMSP', '', (tx) => getRegistry(tx, ZHEJIANG));
    expect(keys).toHaveLength(2);
    expect((await provinceLog()).at(-1)).toMatchObject({
      kind: 'key',
      issuer: ZHEJIANG,
      kid,
      alg: 'RS256',
      spki,
    });
  });

  it('changes nothing for a key that stands, and refuses it once revoked', async () => {
    const before = await provinceLog();
    expect(await add(sample.key.spki, 'ES256', proof(sample.key, ZHEJIANG))).toEqual({ kid: sample.kid });
    expect(await provinceLog()).toEqual(before);
    await sample.ledger.call('ZhejiangMSP', 'service', (tx) =>
      revokeKey(tx, ZHEJIANG, sample.kid, 'replaced'),
    );
    await expect(add(sample.key.spki, 'ES256', proof(sample.key, ZHEJIANG))).rejects.toThrow(
      refused('KEY_REVOKED'),
    );
  });

  it('refuses a proof for another issuer, another network, another use, or by another key', async () => {
    const key = newKey();
    const wrong = [
      proof(key, ANHUI),
      proof(key, ZHEJIANG, 'certificate', 'ff'.repeat(16)),
      proof(key, ZHEJIANG, 'credential'),
      proof({ ...key, privateKey: newKey().privateKey }, ZHEJIANG),
    ];
    for (const signature of wrong) {
      await expect(add(key.spki, 'ES256', signature)).rejects.toThrow(refused('KEY_PROOF_INVALID'));
    }
  });

  it('refuses other curves, short RSA keys, the wrong alg and bytes after the SPKI', async () => {
    const any = Buffer.alloc(64, 1).toString('base64');
    const spki = (der: Buffer): string => der.toString('base64');
    const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({
      type: 'spki',
      format: 'der',
    });
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({
      type: 'spki',
      format: 'der',
    });
    const trailing = Buffer.concat([Buffer.from(newKey().spki, 'base64'), Buffer.from([0])]);
    for (const [der, alg] of [
      [p384, 'ES256'],
      [rsa, 'RS256'],
      [trailing, 'ES256'],
      [Buffer.from('x'), 'ES256'],
    ] as const) {
      await expect(add(spki(der), alg, any)).rejects.toThrow(refused('KEY_INVALID'));
    }
    await expect(add(sample.key.spki, 'RS256', any)).rejects.toThrow(refused('KEY_INVALID'));
    await expect(add(sample.key.spki, 'none', any)).rejects.toThrow(refused('INPUT_INVALID'));
  });

  it('gives a key one use for ever', async () => {
    const before = await provinceLog();
    const again = add(
      sample.key.spki,
      'ES256',
      proof(sample.key, ZHEJIANG, 'credential'),
      'ZhejiangMSP',
      'service',
      'credential',
    );
    await expect(again).rejects.toThrow(refused('KEY_USE'));
    const any = Buffer.alloc(64, 1).toString('base64');
    await expect(add(sample.key.spki, 'ES256', any, 'ZhejiangMSP', 'service', 'signing')).rejects.toThrow(
      refused('INPUT_INVALID'),
    );
    await expect(add(sample.key.spki, 'RS256', any, 'ZhejiangMSP', 'service', 'credential')).rejects.toThrow(
      refused('KEY_USE'),
    );
    expect(await provinceLog()).toEqual(before);
    const list = newKey();
    const { kid } = await add(
      list.spki,
      'ES256',
      proof(list, ZHEJIANG, 'list'),
      'ZhejiangMSP',
      'service',
      'list',
    );
    await sample.look();
    await expect(sample.append(sample.entry({ ...sample.tree(), keys: [kid as string] }))).rejects.toThrow(
      refused('KEY_USE'),
    );
    const credential = newKey();
    const both = await add(
      credential.spki,
      'ES256',
      proof(credential, ZHEJIANG, 'credential'),
      'ZhejiangMSP',
      'service',
      'credential',
    );
    await sample.look();
    await sample.append(sample.entry({ ...sample.tree(), keys: [sample.kid, both['kid'] as string].sort() }));
  });

  it.each(
    (
      sharedVectors('public-keys.json') as readonly Vector<{ readonly alg: string; readonly spki: string }>[]
    ).filter(({ ok }) => !ok),
  )('refuses $name', async ({ input }) => {
    const any = Buffer.alloc(64, 1).toString('base64');
    const code = input.spki === '' ? 'INPUT_INVALID' : 'KEY_INVALID';
    await expect(add(input.spki, input.alg, any)).rejects.toThrow(refused(code));
  });

  it('refuses a key whose kid another one has, and more keys than an issuer may have', async () => {
    const rsa = { kid: sample.kid, alg: 'RS256', use: 'certificate', spki: 'AAAA' } as const;
    await sample.ledger.call('ZhejiangMSP', 'service', ({ state }) => writeKey(state, ZHEJIANG, rsa));
    await expect(add(sample.key.spki, 'ES256', proof(sample.key, ZHEJIANG))).rejects.toThrow(
      refused('KEY_TAKEN'),
    );
    for (let index = 1; index < 256; index += 1) {
      const other = { ...rsa, kid: index.toString(16).padStart(16, '0') };
      await sample.ledger.call('ZhejiangMSP', 'service', ({ state }) => writeKey(state, ZHEJIANG, other));
    }
    const one = newKey();
    await expect(add(one.spki, 'ES256', proof(one, ZHEJIANG))).rejects.toThrow(refused('KEY_LIMIT'));
  });

  it('refuses other provinces and clients without the role', async () => {
    const signature = proof(sample.key, ZHEJIANG);
    await expect(add(sample.key.spki, 'ES256', signature, 'AnhuiMSP')).rejects.toThrow(
      refused('NOT_ISSUER_PROVINCE'),
    );
    await expect(add(sample.key.spki, 'ES256', signature, 'ZhejiangMSP', 'issuer')).rejects.toThrow(
      refused('ROLE_MISSING'),
    );
  });
});

describe('RevokeKey', () => {
  const revoke = (
    kid: string,
    reason = 'key-compromise',
    mspId = 'ZhejiangMSP',
    roles = 'service',
  ): Promise<JsonObject> => sample.ledger.call(mspId, roles, (tx) => revokeKey(tx, ZHEJIANG, kid, reason));

  it('says which version of the issuer it found, once', async () => {
    await sample.append(sample.entry(sample.tree()));
    const under = { ...sample.under };
    expect(await revoke(sample.kid)).toEqual({ kid: sample.kid, under });
    await expect(revoke(sample.kid)).rejects.toThrow(refused('KEY_REVOKED'));
    const record = (await provinceLog()).at(-1);
    expect(record).toMatchObject({ kind: 'revoke-key', kid: sample.kid, under, reason: 'key-compromise' });
    const { issuer, keys } = await sample.ledger.call('AnhuiMSP', '', (tx) => getRegistry(tx, ZHEJIANG));
    expect(issuer).toMatchObject({ under: { n: under.n, p: record?.['seq'] } });
    expect(keys).toMatchObject([{ kid: sample.kid, revoked: { reason: 'key-compromise', under } }]);
  });

  it('is refused for unknown keys and reasons, other provinces, and without the role', async () => {
    await expect(revoke('0123456789abcdef')).rejects.toThrow(refused('KEY_UNKNOWN'));
    await expect(revoke(sample.kid, 'stolen by Zhang San')).rejects.toThrow(refused('INPUT_INVALID'));
    await expect(revoke(sample.kid, 'lost', 'AnhuiMSP')).rejects.toThrow(refused('NOT_ISSUER_PROVINCE'));
    await expect(revoke(sample.kid, 'lost', 'ZhejiangMSP', 'issuer')).rejects.toThrow(
      refused('ROLE_MISSING'),
    );
  });
});

describe('Beat', () => {
  it("is the transaction's time, kept as state, no record, and never goes back", async () => {
    const before = await provinceLog();
    const beatOf = (): unknown => sample.ledger.state['\u0000beat\u0000ZhejiangMSP\u0000'];
    sample.ledger.now += 60_000;
    const { time } = await sample.ledger.call('ZhejiangMSP', 'service', beat);
    expect(time).toBe('2026-11-24T08:01:00.000Z');
    sample.ledger.now -= 30_000;
    expect(await sample.ledger.call('ZhejiangMSP', 'service', beat)).toEqual({ time });
    expect(beatOf()).toBe(JSON.stringify({ time }));
    expect(await provinceLog()).toEqual(before);
  });

  it('wants the role', async () => {
    await expect(sample.ledger.call('ZhejiangMSP', 'issuer', beat)).rejects.toThrow(refused('ROLE_MISSING'));
  });
});
