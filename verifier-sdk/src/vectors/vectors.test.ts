/* The published vectors: made anew they are the same, and the SDK and its command give what they say. */
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { main } from '../cli/main.js';
import { isImage } from '../image/index.js';
import * as sdk from '../index.js';
import * as node from '../node/index.js';
import { vectorFiles, readManifest, readVector, vectorPath } from './disk.fixture.js';
import { makeVectors } from './make.fixture.js';
import type { VectorCase, VectorExpectation } from './manifest.fixture.js';
import { VectorRunner, foundOf } from './run.fixture.js';
import { findAudit } from './run-audits.fixture.js';
import { primitives } from './run-primitives.fixture.js';

const manifest = readManifest();
const runner = new VectorRunner(sdk, manifest, readVector);

it('made anew they are what stands here, byte for byte', async () => {
  const there = await vectorFiles();
  // What the SDK finds of the cases is verified below, against what stands here.
  const made = await makeVectors(new TextDecoder().decode(there.get('keys.json')), manifest.cases);
  expect([...made.keys()]).toEqual([...there.keys()]);
  const other = [...made].filter(
    ([path, bytes]) => Buffer.compare(bytes, there.get(path) ?? Buffer.of()) !== 0,
  );
  expect(other.map(([path]) => path)).toEqual([]);
});

it('every code of a report occurs in them, and every code of a check of a receipt', () => {
  const found = manifest.cases.flatMap(({ expect: { code, checks, notes } }) => [
    code,
    ...notes,
    ...codesIn(checks),
  ]);
  expect([...new Set(found)].sort()).toEqual(Object.keys(sdk.codes).sort());
  const ofReceipts = manifest.receipts.flatMap(({ expect: { code, checks } }) => [code, ...codesIn(checks)]);
  expect([...new Set(ofReceipts)].sort()).toEqual(Object.keys(sdk.receiptCodes).sort());
});

const codesIn = (checks: readonly string[]): string[] => checks.map((check) => check.split(' ').at(-1) ?? '');

it('each stands under a heading of docs/formats.md', () => {
  const text = readFileSync(new URL('../../docs/formats.md', import.meta.url), 'utf8');
  const headings = [...text.matchAll(/^## ([^\u4e00-\u9fff\n]*[^\u4e00-\u9fff\s])/gm)].map(
    ([, heading]) => heading,
  );
  const { cases, receipts, audits, mirrors } = manifest;
  const sections = [...cases, ...receipts, ...audits, ...Object.values(mirrors)].map(
    ({ section }) => section,
  );
  expect([...new Set(sections)].filter((section) => !headings.includes(section))).toEqual([]);
});

describe('the SDK in Node', () => {
  it('makes of every mirror what they say', async () => {
    for (const [name, { syncs = [], evidence = {}, damage }] of Object.entries(manifest.mirrors)) {
      const found = await runner.mirror(name);
      expect(found.syncs, name).toEqual(syncs.map((sync) => sync.expect));
      expect(found.damage, name).toBe(damage);
      const kept = Object.entries(evidence).map(([file, path]) => [
        file,
        new TextDecoder().decode(readVector(path)),
      ]);
      expect(found.evidence, name).toEqual(Object.fromEntries(kept));
    }
  });

  it('finds of every case what they say', async () => {
    for (const one of manifest.cases) expect(await runner.case(one), one.id).toEqual(one.expect);
  });

  it('reads and writes every primitive as it stands', async () => {
    for (const [name, holds] of primitives(readVector)) expect(await holds(), name).toBe(true);
  });

  it('makes of every head of an audit tree what they say', async () => {
    for (const one of manifest.audits) {
      const anchor = runner.trustAnchor(one.trustAnchor);
      expect(await findAudit(sdk, node, anchor, one, readVector), one.id).toEqual(one.expect);
    }
  });

  it('finds of every verification receipt what they say', async () => {
    for (const one of manifest.receipts) expect(await runner.receipt(one), one.id).toEqual(one.expect);
  });
});

/** Whether the command has an option for all that a case asks for. */
function hasOptions({ asked, policy = {}, online, earlier }: VectorCase): boolean {
  const { maxStatusAge = 1, requireAnchoring = true, ...rest } = policy;
  const isPolicy = maxStatusAge > 0 && requireAnchoring && Object.keys(rest).length === 0;
  return isPolicy && !asked?.showing && !online && !earlier;
}

/** Whether the command tells by itself what it is given. */
function isTold(input: VectorCase['input']): boolean {
  switch (input.kind) {
    // A line of standard input is one code, and no empty one.
    case 'qr':
      return input.text !== '' && !/[\r\n]/.test(input.text);
    case 'image':
      return isImage(readVector(input.file) ?? new Uint8Array());
    case 'presentation':
      return input.receipt === undefined && input.text !== '~~';
    default:
      return true;
  }
}

describe('the command', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'certbridge-vectors-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const folders = new Map<string, Promise<string>>();
  async function mirrorFolder(name: string): Promise<string> {
    const made = folders.get(name) ?? makeFolder(name);
    folders.set(name, made);
    return made;
  }
  async function makeFolder(name: string): Promise<string> {
    const path = join(folder, name);
    // A mirror that took nothing in is a folder all the same.
    await mkdir(path);
    await runner.copy(name, new node.FolderStore(path));
    return path;
  }

  /** One with so many zeros takes no room on the disk. */
  async function fileOf(input: VectorCase['input']): Promise<string> {
    if ('file' in input) return vectorPath(input.file);
    const path = join(folder, 'zeros');
    const file = await open(path, 'w');
    await file.truncate('zeros' in input ? input.zeros : 0);
    await file.close();
    return path;
  }

  async function flagsOf({ trustAnchor, mirror, asked, policy, timestampRoots = [], input }: VectorCase) {
    const flags = ['--json', '--offline', '--trust', vectorPath(manifest.trustAnchors[trustAnchor] ?? '')];
    const add = (name: string, value: string | undefined): void => {
      if (value !== undefined) flags.push(name, value);
    };
    // A folder that is not there is none.
    if (mirror !== null) add('--mirror', await mirrorFolder(mirror));
    add('--name', asked?.holder?.name);
    add('--number', asked?.holder?.number);
    add(
      '--max-age',
      policy?.maxStatusAge === undefined ? undefined : String(policy.maxStatusAge / 3_600_000),
    );
    if (policy?.requireAnchoring === true) flags.push('--require-anchoring');
    if (input.kind === 'presentation') flags.push('--audience', input.audience, '--nonce', input.nonce);
    const roots = timestampRoots.map((root) => Buffer.from(readVector(root) ?? []).toString('base64'));
    if (roots.length > 0) {
      const pem = join(folder, 'roots.pem');
      const block = (der: string) => `-----BEGIN CERTIFICATE-----\n${der}\n-----END CERTIFICATE-----\n`;
      await writeFile(pem, roots.map(block).join(''));
      add('--timestamp-roots', pem);
    }
    return flags;
  }

  async function run(
    args: readonly string[],
    now: string,
    typed = '',
  ): Promise<{ out: string; said: string }> {
    const out: string[] = [];
    const said: string[] = [];
    await main(args, {
      stdin: Readable.from(typed === '' ? [] : [typed]),
      out: (text) => out.push(text),
      error: (text) => said.push(text),
      colours: false,
      clock: () => Date.parse(now),
    });
    return { out: out.join('\n'), said: said.join('\n') };
  }

  /** The same window's cases at once, as a scanner types them, or as files. */
  async function find(cases: readonly VectorCase[]): Promise<VectorExpectation[]> {
    const [first] = cases;
    if (!first) return [];
    const flags = await flagsOf(first);
    const isTyped = first.input.kind === 'qr' || first.input.kind === 'presentation';
    const files = isTyped ? ['--watch'] : await Promise.all(cases.map(({ input }) => fileOf(input)));
    const typed = isTyped ? cases.map(({ input }) => ('text' in input ? input.text : '')).join('\n') : '';
    const { out, said } = await run(['verify', ...flags, ...files], first.now, typed);
    const text = isTyped ? `[${out.split('\n').join(',')}]` : out;
    expect(text, said).toMatch(/^\[/);
    return (JSON.parse(text) as sdk.Report[]).map((report) => foundOf(sdk, report));
  }

  it('finds of every case that it has options for what they say', async () => {
    const groups = new Map<string, VectorCase[]>();
    for (const one of manifest.cases.filter((one) => hasOptions(one) && isTold(one.input))) {
      const { trustAnchor, mirror, now, asked, policy, timestampRoots, input } = one;
      const { kind } = input;
      const about = kind === 'presentation' ? [input.audience, input.nonce] : [];
      const name = JSON.stringify([trustAnchor, mirror, now, asked, policy, timestampRoots, kind, about]);
      groups.set(name, [...(groups.get(name) ?? []), one]);
    }
    for (const cases of groups.values()) {
      const found = await find(cases);
      for (const [i, one] of cases.entries()) expect(found[i], one.id).toEqual(one.expect);
    }
    expect([...groups.values()].flat().length).toBeGreaterThan(manifest.cases.length * 0.85);
  });
});
