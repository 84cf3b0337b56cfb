import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkUscc } from '@certbridge/verifier-sdk/formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCertificateTypes, photoField } from './index.js';
import type { CertificateTypes } from './index.js';

const own = fileURLToPath(new URL('../../../certificate-types', import.meta.url));
let types: CertificateTypes;
let folder: string;
beforeAll(async () => {
  types = await loadCertificateTypes();
  folder = await mkdtemp(join(tmpdir(), 'certbridge-types-'));
  await cp(join(own, 'business-licence'), join(folder, 'business-licence'), { recursive: true });
});
afterAll(() => rm(folder, { recursive: true }));

const file = (name = 'type.json'): string => join(folder, 'business-licence', name);
const edit = async (change: (type: Record<string, unknown>) => void, to?: string): Promise<void> => {
  const type = JSON.parse(await readFile(join(own, 'business-licence/type.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  change(type);
  await writeFile(file(to), JSON.stringify(type));
};

describe('the certificate types', () => {
  it('are at least these six, each under a code of its own with a valid authority', () => {
    expect(types.list().map(({ slug }) => slug)).toEqual(
      expect.arrayContaining([
        'resident-id',
        'residence-permit',
        'business-licence',
        'social-security-card',
        'birth-certificate',
        'real-estate',
      ]),
    );
    const codes = types.list().map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(checkUscc(code.slice(0, 18))).toBe(true);
  });

  it('are found by code, slug and version', () => {
    const { code } = types.newest('business-licence');
    expect(types.newest(code).slug).toBe('business-licence');
    expect(types.at(code, 1).name).toBe('营业执照');
    expect(() => types.at(code, 9)).toThrow(expect.objectContaining({ code: 'TYPE_UNKNOWN' }) as Error);
    expect(photoField(types.newest('resident-id'))).toBe('photo');
    expect(photoField(types.newest('business-licence'))).toBeUndefined();
  });

  it('name a wrong field in both languages, with code and remedy, and never its value', () => {
    const type = types.newest('social-security-card');
    const fields = { name: '李'.repeat(51), idNumber: '330199199001010110', cardNumber: 'x', colour: 'red' };
    const problems = types.check(type, fields);
    expect(problems.map(({ field, code }) => [field, code]).sort()).toEqual([
      ['authority', 'REQUIRED'],
      ['bank', 'REQUIRED'],
      ['cardNumber', 'FORM_WRONG'],
      ['colour', 'FIELD_UNKNOWN'],
      ['idNumber', 'ID_NUMBER_WRONG'],
      ['name', 'TOO_LONG'],
    ]);
    for (const { message, remedy } of problems) {
      for (const text of [message.zh, remedy.zh]) expect(text).toMatch(/\p{Script=Han}/u);
      for (const text of [message.en, remedy.en]) expect(text).toMatch(/[a-z]{3}/);
    }
    expect(JSON.stringify(problems)).not.toContain('330199199001010110');
  });
});

describe('a folder of types', () => {
  it('may hold older versions, which stay known', async () => {
    await edit((type) => (type['version'] = 2));
    await edit(() => undefined, 'type.1.json');
    const loaded = await loadCertificateTypes(folder);
    const { code, version } = loaded.newest('business-licence');
    expect(version).toBe(2);
    expect(loaded.at(code, 1).version).toBe(1);
    expect(loaded.list()).toHaveLength(1);
    await rm(file('type.1.json'));
  });

  it.each<[string, (type: Record<string, unknown>) => void, RegExp]>([
    ['a code of the wrong form', (type) => (type['code'] = '123'), /code/],
    ['a holder number that is no field', (type) => (type['holderNumber'] = 'passport'), /passport/],
    [
      'a holder number that certificates may lack',
      (type) => ((type['schema'] as { required: string[] }).required = ['name', 'kind']),
      /uscc, which it does not require/,
    ],
    [
      'a schema that is none',
      (type) => {
        (type['schema'] as { properties: Record<string, object> }).properties['name'] = {
          type: 'string',
          'x-title': { zh: '名', en: 'n' },
          format: 'no-such-format',
        };
      },
      /no-such-format/,
    ],
  ])('with %s is refused, and the file named', async (_, change, what) => {
    await edit(change);
    const loading = loadCertificateTypes(folder);
    await expect(loading).rejects.toThrow(what);
    await expect(loading).rejects.toThrow(/business-licence.type\.json/);
  });
});
