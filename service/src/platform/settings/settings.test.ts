import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SettingsRefused, misspelt, misspeltWords, readSettings } from './index.js';

function faultsOf(environment: NodeJS.ProcessEnv): readonly string[] {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof SettingsRefused) return error.faults;
  }
  return [];
}

describe('settings', () => {
  it('need nothing: everything has a default', () => {
    const settings = readSettings({});
    expect(settings).toMatchObject({ host: '127.0.0.1', port: 8080, ledgerFiles: [], logLevel: 'warn' });
    expect(settings.entry).toEqual({ size: 1000, age: 2000 });
    expect(settings.databaseUrl).toBeUndefined();
    expect(settings.tokens).toBeUndefined();
    expect(settings.isDevelopment).toBe(true);
  });

  it('take durations, sizes and lists, and an empty value for an unset one', () => {
    const settings = readSettings({
      CERTBRIDGE_PORT: '',
      CERTBRIDGE_ENTRY_AGE: '500ms',
      CERTBRIDGE_BEAT_EVERY: '5m',
      CERTBRIDGE_UPLOAD_LIMIT: '64MB',
      CERTBRIDGE_LEDGER: '/a/one.json, /a/two.json',
      CERTBRIDGE_PUBLIC_URL: 'https://certificates.example.cn/',
      CERTBRIDGE_SIGN_IN_ISSUER: 'https://sign-in.example.cn',
      CERTBRIDGE_TIMESTAMPS: 'http://timestamps.example.cn',
      CERTBRIDGE_DOCUMENT_AUTHORITY: 'departments',
      CERTBRIDGE_HOSTS: 'Window.example.cn, 10.0.0.5:8080',
      CERTBRIDGE_PROXIES: '10.0.0.2, 10.1.0.0/16, fd00::/8',
    });
    expect(settings.port).toBe(8080);
    expect(settings.entry.age).toBe(500);
    expect(settings.beatEvery).toBe(300_000);
    expect(settings.uploadLimit).toBe(67_108_864);
    expect(settings.ledgerFiles).toEqual(['/a/one.json', '/a/two.json']);
    expect(settings.hosts).toEqual(['window.example.cn', '10.0.0.5:8080']);
    expect(settings.proxies).toEqual(['10.0.0.2', '10.1.0.0/16', 'fd00::/8']);
    expect(settings.publicUrl).toBe('https://certificates.example.cn');
  });

  it('that are wrong are all named, each with what it should be', () => {
    expect(
      faultsOf({ CERTBRIDGE_PORT: '80800', CERTBRIDGE_ENTRY_AGE: '2', CERTBRIDGE_LOG_LEVEL: 'loud' }),
    ).toEqual([
      'CERTBRIDGE_PORT is "80800": it should be a port, a whole number from 0 to 65535.',
      'CERTBRIDGE_ENTRY_AGE is "2": it should be a duration, like 500ms, 2s or 5m.',
      'CERTBRIDGE_LOG_LEVEL is "loud": it should be one of trace, debug, info, warn, error, fatal, silent.',
    ]);
  });

  it('that are misspelt in the environment are told of, with the nearest', () => {
    expect(
      misspelt([
        'CERTBRIDGE_PORT',
        'PATH',
        'CERTBRIDGE_URL',
        'CERTBRIDGE_TESTS_SEED',
        'DATABASE_URL',
        'PORT',
      ]),
    ).toEqual([]);
    expect(
      misspelt(['CERTBRIDGE_ENTRYSIZE', 'CERTBRIGE_HOST', 'DATABASE_ULR', 'CERTBRIDGE_ZZZZZZZZZZZZZZ']),
    ).toEqual([
      { name: 'CERTBRIDGE_ENTRYSIZE', nearest: 'CERTBRIDGE_ENTRY_SIZE' },
      { name: 'CERTBRIGE_HOST', nearest: 'CERTBRIDGE_HOST' },
      { name: 'DATABASE_ULR', nearest: 'DATABASE_URL' },
      { name: 'CERTBRIDGE_ZZZZZZZZZZZZZZ', nearest: undefined },
    ]);
    expect(misspeltWords({ name: 'CERTBRIDGE_Z', nearest: undefined })).toEqual({
      zh: 'CERTBRIDGE_Z 不是设置，不起作用：请更正或删去',
      en: 'CERTBRIDGE_Z in the environment is no setting and has no effect: correct or remove it',
    });
  });

  it('that are secret are not shown', () => {
    const [fault] = faultsOf({ DATABASE_URL: 'mysql://me:secret@db' });
    expect(fault).toMatch(/^DATABASE_URL has the wrong form: it should be the address of a PostgreSQL/);
    expect(fault).not.toContain('secret');
    const settings = {
      CERTBRIDGE_BACKUPS: 'backups',
      CERTBRIDGE_BACKUP_RECIPIENTS: 'AGE-SECRET-KEY-1QQQQ',
    };
    const [mistaken] = faultsOf(settings);
    expect(mistaken).toMatch(/^CERTBRIDGE_BACKUP_RECIPIENTS has the wrong form: it should be public keys/);
    expect(mistaken).not.toContain('AGE-SECRET-KEY');
  });

  it('of the token issuer go together', () => {
    expect(faultsOf({ CERTBRIDGE_TOKEN_ISSUER: 'https://sign-in.example.cn' })).toEqual([
      'CERTBRIDGE_TOKEN_ISSUER and CERTBRIDGE_TOKEN_KEYS go together: set both or neither.',
    ]);
  });

  it('of the residents’ provider go together: how surely it must know them is never left out', () => {
    const fault =
      'CERTBRIDGE_RESIDENTS_ISSUER and CERTBRIDGE_RESIDENTS_ASSURANCE go together: set both or neither.';
    expect(faultsOf({ CERTBRIDGE_RESIDENTS_ISSUER: 'https://sign-in.example.cn' })).toEqual([fault]);
    expect(faultsOf({ CERTBRIDGE_RESIDENTS_ASSURANCE: 'real-name' })).toEqual([fault]);
  });

  it('of a hardware module go together', () => {
    expect(faultsOf({ CERTBRIDGE_PKCS11_MODULE: '/usr/lib/softhsm/libsofthsm2.so' })).toEqual([
      'CERTBRIDGE_PKCS11_MODULE, CERTBRIDGE_PKCS11_TOKEN and CERTBRIDGE_PKCS11_PIN_FILE go together: set all or none.',
    ]);
  });

  describe('let sample people sign in', () => {
    const authorities = { CERTBRIDGE_TIMESTAMPS: 'embedded', CERTBRIDGE_DOCUMENT_AUTHORITY: 'embedded' };
    const provider = { CERTBRIDGE_SIGN_IN_ISSUER: 'https://sign-in.example.cn', ...authorities };
    const database = { DATABASE_URL: 'postgresql://u@db/certbridge' };

    it.each([
      ['with everything embedded, on loopback', {}],
      ['with a real database where somebody says so', { ...database, CERTBRIDGE_DEVELOPMENT: 'yes' }],
    ])('%s', (_, environment) => {
      expect(readSettings(environment).isDevelopment).toBe(true);
    });

    it.each([
      ['with a real database', database],
      ['with a real ledger', { CERTBRIDGE_LEDGER: 'ledger.json' }],
      ['on an address that others reach', { CERTBRIDGE_HOST: '0.0.0.0' }],
      ['behind a public address', { CERTBRIDGE_PUBLIC_URL: 'https://certificates.example.cn' }],
      ['in production', { NODE_ENV: 'production' }],
    ])('never by omission %s: the start is refused, or the provider signs in', (_, environment) => {
      expect(faultsOf(environment)[0]).toMatch(/^CERTBRIDGE_SIGN_IN_ISSUER is missing/);
      expect(readSettings({ ...environment, ...provider }).isDevelopment).toBe(false);
    });

    it('never in production, whatever is said', () => {
      const environment = { ...database, NODE_ENV: 'production', CERTBRIDGE_DEVELOPMENT: 'yes' };
      expect(faultsOf(environment)[0]).toMatch(/CERTBRIDGE_DEVELOPMENT is yes while NODE_ENV is production/);
    });
  });

  describe('embed authorities', () => {
    it('by themselves in a development start alone', () => {
      expect(readSettings({})).toMatchObject({ certifiesKeys: true, timestamps: undefined });
    });

    it('elsewhere only where somebody says so', () => {
      const environment = {
        NODE_ENV: 'production',
        DATABASE_URL: 'postgresql://u@db/certbridge',
        CERTBRIDGE_SIGN_IN_ISSUER: 'https://sign-in.example.cn',
      };
      expect(faultsOf(environment)).toEqual([
        'CERTBRIDGE_TIMESTAMPS is missing: it should be the address of a time-stamping authority (RFC 3161), like http://timestamps.example.cn, or embedded.',
        'CERTBRIDGE_DOCUMENT_AUTHORITY is missing: it should be departments, or embedded.',
      ]);
      const said = {
        CERTBRIDGE_TIMESTAMPS: 'http://timestamps.example.cn',
        CERTBRIDGE_DOCUMENT_AUTHORITY: 'departments',
      };
      expect(readSettings({ ...environment, ...said })).toMatchObject({
        certifiesKeys: false,
        timestamps: { url: 'http://timestamps.example.cn' },
      });
    });
  });

  it('are all in the README', () => {
    const script = fileURLToPath(new URL('../../../docs/settings-table.js', import.meta.url));
    expect(() => execFileSync(process.execPath, [script, '--check'])).not.toThrow();
  });

  it('may stand in a file, under the environment; an unknown name there is refused', () => {
    const folder = mkdtempSync(join(tmpdir(), 'certbridge-settings-'));
    const path = join(folder, 'settings.env');
    writeFileSync(path, 'CERTBRIDGE_PORT=9000\nCERTBRIDGE_ENTRY_SIZE=10\n');
    expect(readSettings({ CERTBRIDGE_SETTINGS: path, CERTBRIDGE_PORT: '9001' })).toMatchObject({
      port: 9001,
      entry: { size: 10 },
    });
    writeFileSync(path, 'CERTBRIDGE_PROT=9000\n');
    expect(faultsOf({ CERTBRIDGE_SETTINGS: path })[0]).toContain('CERTBRIDGE_PROT');
    rmSync(folder, { recursive: true });
    expect(faultsOf({ CERTBRIDGE_SETTINGS: path })[0]).toContain('a readable file');
  });
});
