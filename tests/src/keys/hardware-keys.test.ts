import { createPublicKey, verify } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeyStore, Token, TokenKeys, TokenModule } from '@certbridge/service/certificates/signing';
import type { PrivateKey } from '@certbridge/service/certificates/signing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing } from '../requirements.js';
import { openSoftHsm } from '../key-sources/softhsm.js';
import type { SoftHsm } from '../key-sources/softhsm.js';

const ISSUER = { code: '11330000MB1234567X', name: '浙江省示例市场监督管理局' };
const isMissing = missing('softhsm2-util') || missing('pkcs11js');

async function isRight(signer: PrivateKey, text: string): Promise<boolean> {
  const data = Buffer.from(text);
  const key = createPublicKey({ key: Buffer.from(signer.spki), format: 'der', type: 'spki' });
  return verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, await signer.sign(data));
}

describe.skipIf(isMissing)('keys in a hardware module (PKCS#11)', () => {
  let hsm: SoftHsm;
  let dir = '';
  let store: KeyStore;
  const open = (more = {}): Promise<KeyStore> =>
    KeyStore.open(dir, { caBaseUrl: undefined, token: { ...hsm.settings, ...more } });
  beforeAll(async () => {
    hsm = await openSoftHsm();
    dir = await mkdtemp(join(tmpdir(), 'cb-hardware-'));
    store = await open();
  });
  afterAll(async () => {
    await store.close();
    await hsm.close();
    await rm(dir, { recursive: true });
  });

  it.each(['ES256', 'RS256'] as const)(
    '%s: made there, certified, found again after a restart',
    async (alg) => {
      const made = await store.createIssuerKey(ISSUER, 'certificate', alg);
      expect(made.chain).toHaveLength(3);
      expect(await isRight(made, '证照')).toBe(true);
      const again = await open();
      expect(await isRight(again.signer(made.kid), 'again')).toBe(true);
      await again.close();
    },
  );

  it('no file holds an issuer’s private key', async () => {
    const { kid } = await store.createIssuerKey(ISSUER, 'certificate', 'ES256');
    const files = await readdir(join(dir, 'issuers'));
    expect(files).toContain(`${kid}.json`);
    expect(files.filter((file) => !file.endsWith('.json'))).toEqual([]);
  });

  it('more signatures in flight than there are sessions', async () => {
    const signer = await store.createIssuerKey(ISSUER, 'certificate', 'ES256');
    const all = await Promise.all(Array.from({ length: 60 }, (_, n) => isRight(signer, `certificate ${n}`)));
    expect(all.every(Boolean)).toBe(true);
  });

  it('a module that forgot its sessions is reached again, whatever was in flight', async () => {
    const module = new TokenModule(new Token(hsm.settings));
    const { key } = await new TokenKeys(module).create('ES256');
    const before = Array.from({ length: 20 }, (_, n) => isRight(key, `before ${n}`));
    hsm.unload();
    const after = Array.from({ length: 20 }, (_, n) => isRight(key, `after ${n}`));
    expect((await Promise.all([...before, ...after])).every(Boolean)).toBe(true);
    await module.close();
  });

  it('a module that crashes is loaded again, whatever was in flight', async () => {
    const signer = await store.createIssuerKey(ISSUER, 'certificate', 'ES256');
    // Stopped first, so that none of them is answered.
    expect(await hsm.signal('SIGSTOP')).toBe(1);
    const before = Array.from({ length: 20 }, (_, n) => isRight(signer, `before ${n}`));
    expect(await hsm.signal('SIGKILL')).toBe(1);
    const after = Array.from({ length: 20 }, (_, n) => isRight(signer, `after ${n}`));
    expect((await Promise.all([...before, ...after])).every(Boolean)).toBe(true);
  });

  it('a module that hangs is down, holds up nothing else, and is ended and loaded again', async () => {
    const hanging = await open({ patience: 3000 });
    const { kid } = await hanging.createIssuerKey(ISSUER, 'certificate', 'ES256');
    // That one has the module loaded too; stopped, neither process answers.
    expect(await hsm.signal('SIGSTOP')).toBe(2);
    const signing = hanging.signer(kid).sign(Buffer.from('x'));
    const other = new Promise((resolve) => setImmediate(resolve, 'went on'));
    expect(await Promise.race([signing, other])).toBe('went on');
    await expect(signing).rejects.toMatchObject({
      code: 'KEY_MODULE_DOWN',
      message: expect.stringContaining('did not answer') as string,
    });
    expect(await isRight(hanging.signer(kid), 'again')).toBe(true);
    expect(await hanging.moduleState()).toBe('up');
    await hanging.close();
    await hsm.signal('SIGKILL');
    expect(await store.moduleState()).toBe('up');
  });

  it('a token that is gone is a state, and it may come back', async () => {
    const signer = await store.createIssuerKey(ISSUER, 'certificate', 'ES256');
    expect(await store.moduleState()).toBe('up');
    await hsm.remove();
    expect(await store.moduleState()).toBe('down');
    await expect(signer.sign(Buffer.from('x'))).rejects.toMatchObject({
      code: 'KEY_MODULE_DOWN',
      kind: 'unavailable',
    });
    await hsm.insert();
    expect(await isRight(signer, 'back')).toBe(true);
    expect(await store.moduleState()).toBe('up');
  });

  it('a store opens while its module is away', async () => {
    const { kid } = await store.createIssuerKey(ISSUER, 'certificate', 'ES256');
    await hsm.remove();
    const early = await open();
    await expect(early.signer(kid).sign(Buffer.from('x'))).rejects.toMatchObject({ code: 'KEY_MODULE_DOWN' });
    await hsm.insert();
    expect(await isRight(early.signer(kid), 'now')).toBe(true);
    await early.close();
  });

  it('a signature that does not verify is not handed out', async () => {
    const [one, other] = [
      await store.createIssuerKey(ISSUER, 'certificate', 'ES256'),
      await store.createIssuerKey(ISSUER, 'certificate', 'ES256'),
    ];
    const file = (kid: string): string => join(dir, 'issuers', `${kid}.json`);
    const kept = await readFile(file(one.kid), 'utf8');
    const { reference } = JSON.parse(await readFile(file(other.kid), 'utf8')) as { reference: string };
    await writeFile(file(one.kid), JSON.stringify({ ...(JSON.parse(kept) as object), reference }));
    const confused = await open();
    await expect(confused.signer(one.kid).sign(Buffer.from('x'))).rejects.toThrow(/does not verify/);
    await confused.close();
    await writeFile(file(one.kid), kept);
  });

  it('a PIN that the token refuses is not tried again: it would lock itself', async () => {
    await hsm.remove();
    await hsm.insert();
    const token = { ...hsm.settings, pin: 'wrong-pin' };
    const wrong = await KeyStore.open(dir, { caBaseUrl: undefined, token });
    for (let attempt = 0; attempt < 3; attempt++) {
      // Nor by a new process.
      if (attempt === 2) await hsm.signal('SIGKILL');
      await expect(wrong.createIssuerKey(ISSUER, 'certificate', 'ES256')).rejects.toMatchObject({
        code: 'KEY_MODULE_DOWN',
        message: expect.stringMatching(attempt === 0 ? /PIN_INCORRECT/ : /refused the PIN/) as string,
      });
    }
    await wrong.close();
  });
});
