import { createPublicKey, verify } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeyStore, readCertificates } from '@certbridge/service/certificates/signing';
import type { Signer } from '@certbridge/service/certificates/signing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tool } from '../documents/tools.js';
import { missing } from '../requirements.js';
import { startDepartmentAuthority } from '../key-sources/department-authority.js';
import type { DepartmentAuthority } from '../key-sources/department-authority.js';

const ISSUER = { code: '11330000MB1234567X', name: '浙江省示例市场监督管理局' };

let dir = '';
let store: KeyStore;
const open = (more = {}): Promise<KeyStore> =>
  KeyStore.open(join(dir, 'keys'), { caBaseUrl: undefined, ...more });
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cb-key-files-'));
  store = await open();
});
afterAll(() => rm(dir, { recursive: true }));

async function isRight(signer: Signer): Promise<boolean> {
  const data = Buffer.from('证照');
  const key = createPublicKey({ key: Buffer.from(signer.spki), format: 'der', type: 'spki' });
  return verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, await signer.sign(data));
}

describe('files of private keys', () => {
  it('are encrypted, the authority’s too, and for this user alone', async () => {
    await store.createIssuerKey(ISSUER, 'certificate', 'ES256');
    const files = (await readdir(join(dir, 'keys'), { recursive: true })).filter((file) =>
      file.endsWith('.pem'),
    );
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) {
      expect(await readFile(join(dir, 'keys', file), 'latin1')).toMatch(
        /^-----BEGIN ENCRYPTED PRIVATE KEY-----/,
      );
      expect((await stat(join(dir, 'keys', file))).mode & 0o077).toBe(0);
    }
  });

  it('open with the passphrase of a file that the settings name, and with no other', async () => {
    const folder = join(dir, 'named');
    const passphraseFile = join(dir, 'passphrase');
    await writeFile(passphraseFile, 'sixteen characters or more\n');
    const named = await KeyStore.open(folder, { caBaseUrl: undefined, passphraseFile });
    const { kid } = await named.createIssuerKey(ISSUER, 'certificate', 'ES256');
    expect(await readdir(folder)).not.toContain('passphrase');
    const again = await KeyStore.open(folder, { caBaseUrl: undefined, passphraseFile });
    expect(await isRight(again.signer(kid))).toBe(true);
    await writeFile(passphraseFile, 'sixteen other characters\n');
    await expect(KeyStore.open(folder, { caBaseUrl: undefined, passphraseFile })).rejects.toThrow();
    await writeFile(passphraseFile, 'short\n');
    await expect(KeyStore.open(folder, { caBaseUrl: undefined, passphraseFile })).rejects.toMatchObject({
      code: 'PASSPHRASE_UNUSABLE',
    });
  });
});

describe('a store without an embedded authority', () => {
  it('has none, certifies nothing, and makes keys of credentials, which verifiers know by the ledger', async () => {
    const folder = join(dir, 'departments');
    const options = { caBaseUrl: undefined, certifies: false, stamps: false };
    const bare = await KeyStore.open(folder, options);
    expect(await readdir(folder)).not.toContain('ca');
    await expect(bare.createIssuerKey(ISSUER, 'certificate', 'ES256')).rejects.toMatchObject({
      code: 'AUTHORITY_NOT_EMBEDDED',
    });
    expect(bare.describe()).toEqual([]);
    const { kid } = await bare.createIssuerKey(ISSUER, 'credential', 'ES256');
    expect(await isRight((await KeyStore.open(folder, options)).usable(kid))).toBe(true);
  });
});

describe.skipIf(missing('openssl'))('keys of a department’s own authority', () => {
  let authority: DepartmentAuthority;
  beforeAll(async () => (authority = await startDepartmentAuthority(join(dir, 'department'))));
  afterAll(() => authority.close());

  /** Whether these files' chains, keys and revocation addresses came over whole. */
  async function expectWhole(signer: Signer): Promise<void> {
    expect(await isRight(signer)).toBe(true);
    const root = readCertificates(await readFile(authority.rootFile, 'utf8'));
    expect(signer.chain).toHaveLength(3);
    expect(signer.chain[2]).toEqual(root[0]);
    const { certificates, crls } = await store.validationData(signer);
    expect(certificates).toEqual(signer.chain);
    expect(crls).toHaveLength(2);
  }

  it.each([
    ['P-256', 'as OpenSSL 3 writes it', []],
    ['RSA', 'as OpenSSL 3 writes it', []],
    [
      'P-256',
      'as older software writes it',
      ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'],
    ],
    [
      'RSA',
      'as older software writes it',
      ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'],
    ],
  ] as const)('a .p12 of %s, %s, is taken with its chain, and found again', async (kind, _, options) => {
    const file = await authority.keyFile(kind, { options });
    const signer = await store.importKeyFile(ISSUER, 'certificate', file);
    await expectWhole(signer);
    const again = await open();
    await expectWhole(again.signer(signer.kid));
    // Kept under this store's passphrase: a stranger's PKCS#12 reader opens it with that one.
    const kept = join(dir, 'keys', 'issuers', `${signer.kid}.p12`);
    const passphrase = (await readFile(join(dir, 'keys', 'passphrase'), 'utf8')).trim();
    const shown = await tool('openssl', ['pkcs12', '-in', kept, '-nodes', '-passin', `pass:${passphrase}`]);
    expect(shown.code, shown.output).toBe(0);
    expect(shown.output.match(/BEGIN CERTIFICATE/g)).toHaveLength(3);
    expect(shown.output).toContain('BEGIN PRIVATE KEY');
  });

  it('a wrong passphrase, and what is no key file, are refused by name', async () => {
    const { bytes, passphrase } = await authority.keyFile('P-256');
    const take = (file: { bytes: Uint8Array; passphrase: string }): Promise<Signer> =>
      store.importKeyFile(ISSUER, 'certificate', file);
    await expect(take({ bytes, passphrase: 'another' })).rejects.toMatchObject({
      code: 'KEY_FILE_PASSPHRASE',
    });
    await expect(take({ bytes: Buffer.from('no key'), passphrase })).rejects.toMatchObject({
      code: 'KEY_FILE_UNREADABLE',
    });
    await expect(take({ bytes: bytes.subarray(0, 900), passphrase })).rejects.toMatchObject({
      code: 'KEY_FILE_UNREADABLE',
    });
  });

  it.each(['ES256', 'RS256'] as const)(
    'a request of %s is answered by the authority, and the answer taken',
    async (alg) => {
      const { kid, request } = await store.request(ISSUER, 'certificate', alg);
      expect(() => store.usable(kid)).toThrow(
        expect.objectContaining({ code: 'KEY_NOT_CERTIFIED' }) as Error,
      );
      const shown = await tool('openssl', ['req', '-noout', '-text', '-verify', '-in', await saved(request)]);
      expect(shown.output).toMatch(/verify OK/);
      expect(shown.output).toContain('NTRCN-11330000MB1234567X');
      const signer = await store.certify(ISSUER, readCertificates(await authority.answer(request)));
      expect(signer.kid).toBe(kid);
      await expectWhole(store.usable(kid));
    },
  );

  async function saved(text: string): Promise<string> {
    const file = join(dir, 'request.pem');
    await writeFile(file, text);
    return file;
  }

  it('an answer that is another key’s, incomplete, over or not for signing is refused by name', async () => {
    const { request } = await store.request(ISSUER, 'certificate', 'ES256');
    const other = { code: '11330000002482012F', name: '另一部门' };
    const answer = readCertificates(await authority.answer(request));
    const refusal = (code: string): unknown => expect.objectContaining({ code });
    await expect(store.certify(other, answer)).rejects.toEqual(refusal('CERTIFICATE_OF_OTHER_KEY'));
    await expect(store.certify(ISSUER, answer.slice(0, 2))).rejects.toEqual(refusal('CHAIN_INCOMPLETE'));
    const later = new Date(Date.now() + 91 * 86_400_000);
    await expect(store.certify(ISSUER, answer, later)).rejects.toEqual(refusal('CERTIFICATE_NOT_VALID_NOW'));
    const wrong = readCertificates(await authority.answer(request, { section: 'encipherment' }));
    await expect(store.certify(ISSUER, wrong)).rejects.toEqual(refusal('CERTIFICATE_USAGE'));
    const garbage = '-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIFICATE-----\n';
    expect(() => readCertificates(garbage)).toThrow(
      expect.objectContaining({ code: 'CERTIFICATE_UNREADABLE' }) as Error,
    );
    expect(() => readCertificates('no certificate')).toThrow(
      expect.objectContaining({ code: 'CERTIFICATE_UNREADABLE' }) as Error,
    );
  });

  it('a key whose certificate is over signs no more', async () => {
    const { kid, request } = await store.request(ISSUER, 'certificate', 'ES256');
    await store.certify(ISSUER, readCertificates(await authority.answer(request)));
    const later = new Date(Date.now() + 91 * 86_400_000);
    expect(store.usable(kid).kid).toBe(kid);
    expect(() => store.usable(kid, later)).toThrow(expect.objectContaining({ code: 'KEY_EXPIRED' }) as Error);
  });
});
