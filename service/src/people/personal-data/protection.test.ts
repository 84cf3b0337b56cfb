import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  MasterKeyRefused,
  DecryptionFailed,
  masterKeyFile,
  openProtection,
  parseMasterKey,
} from './index.js';

const place = { table: 'certificates', column: 'fields', row: '42' };
const text = Buffer.from('浙江省 示例');

describe('a holder key', () => {
  const protection = openProtection([randomBytes(32)]);

  it('opens what it encrypted, after a round through its wrapped form', () => {
    const { wrapped, key } = protection.createHolderKey('h1');
    const encrypted = key.encrypt(text, place);
    expect(encrypted.includes(text)).toBe(false);
    expect(protection.holderKey('h1', wrapped).decrypt(encrypted, place)).toEqual(text);
    expect(
      protection.holderKey('h1', wrapped).decryptJson(key.encryptJson({ a: [1] }, place), place),
    ).toEqual({
      a: [1],
    });
  });

  it('encrypts equal values differently', () => {
    const { key } = protection.createHolderKey('h1');
    expect(key.encrypt(text, place)).not.toEqual(key.encrypt(text, place));
  });

  it.each([
    ['table', { ...place, table: 'x' }],
    ['column', { ...place, column: 'x' }],
    ['row', { ...place, row: '43' }],
    ['boundary between column and row', { ...place, column: 'fields4', row: '2' }],
  ])('refuses a value moved to another %s', (_, other) => {
    const { key } = protection.createHolderKey('h1');
    expect(() => key.decrypt(key.encrypt(text, place), other)).toThrow(DecryptionFailed);
  });

  it('refuses every changed byte and every truncation', () => {
    const { key } = protection.createHolderKey('h1');
    const encrypted = key.encrypt(text, place);
    for (let at = 0; at < encrypted.length; at++) {
      const changed = Buffer.from(encrypted);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => key.decrypt(changed, place)).toThrow(DecryptionFailed);
      expect(() => key.decrypt(encrypted.subarray(0, at), place)).toThrow(DecryptionFailed);
    }
  });

  it('does not unwrap for another holder, nor under another master key', () => {
    const { wrapped } = protection.createHolderKey('h1');
    expect(() => protection.holderKey('h2', wrapped)).toThrow(DecryptionFailed);
    expect(() => openProtection([randomBytes(32)]).holderKey('h1', wrapped)).toThrow(DecryptionFailed);
  });
});

describe('rotation of the master key', () => {
  it('keeps old keys and look-ups, and rewraps', () => {
    const [old, fresh] = [randomBytes(32), randomBytes(32)];
    const before = openProtection([old]);
    const after = openProtection([fresh, old]);
    const { wrapped, key } = before.createHolderKey('h1');
    const encrypted = key.encrypt(text, place);
    const isNewest = (one: Buffer): boolean => one.subarray(1, 9).equals(after.masterKeyId);
    expect(isNewest(wrapped)).toBe(false);
    const rewrapped = after.rewrap('h1', wrapped);
    expect(isNewest(rewrapped)).toBe(true);
    expect(after.holderKey('h1', rewrapped).decrypt(encrypted, place)).toEqual(text);
    expect(after.lookup('number', 'x')).toEqual(before.lookup('number', 'x'));
  });
});

describe('look-up', () => {
  it('is equal for equal values, and differs by domain, value and master key', () => {
    const key = randomBytes(32);
    const [a, b] = [openProtection([key]), openProtection([key])];
    expect(a.lookup('number', '330100')).toEqual(b.lookup('number', '330100'));
    expect(a.lookup('number', '330100')).not.toEqual(a.lookup('name', '330100'));
    expect(a.lookup('ab', 'c')).not.toEqual(a.lookup('a', 'bc'));
    expect(a.lookup('number', '1')).not.toEqual(openProtection([randomBytes(32)]).lookup('number', '1'));
  });
});

describe('the master key file', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'certbridge-key-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is made once, for its owner alone, and read back', async () => {
    const path = join(folder, 'master.key');
    const key = await masterKeyFile(path);
    expect(key).toHaveLength(32);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await masterKeyFile(path)).toEqual(key);
    expect(parseMasterKey(await readFile(path, 'utf8'), 'it')).toEqual(key);
  });

  it('is refused when others may read it', async () => {
    const path = join(folder, 'open.key');
    await masterKeyFile(path);
    await chmod(path, 0o644);
    await expect(masterKeyFile(path)).rejects.toThrow(/chmod 600/);
  });

  it.each(['', 'short', randomBytes(31).toString('base64'), randomBytes(32).toString('hex')])(
    'refuses what is not 32 bytes in base64: %#',
    (wrong) => expect(() => parseMasterKey(wrong, 'CERTBRIDGE_MASTER_KEY')).toThrow(MasterKeyRefused),
  );
});
