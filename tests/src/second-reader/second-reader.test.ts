import { globSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readManifest, readVector } from '@certbridge/verifier-sdk-fixtures';
import type { VectorManifest } from '@certbridge/verifier-sdk-fixtures/window';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../programs.js';
import { missing } from '../requirements.js';

/** What the reader in Java, written from the documentation alone, finds of the published vectors. */
const top = join(import.meta.dirname, '../../..');
const vectors = join(top, 'verifier-sdk/vectors');
const sources = globSync(join(top, 'tests/second-reader/src/reader/*.java'));

type Expecting = VectorManifest['cases' | 'receipts'][number];
type Expected = Pick<Expecting['expect'], 'verdict' | 'code' | 'checks'>;

interface Result extends Partial<Expected> {
  readonly kind: string;
  readonly id: string;
  readonly notTaken?: string;
  readonly thrown?: string;
  readonly agrees?: boolean;
  readonly syncs?: readonly unknown[];
  readonly evidence?: unknown;
  readonly damage?: string;
  readonly takes?: unknown;
  readonly held?: unknown;
}

const manifest = readManifest();

/** What the reader does not take, since it decodes no pictures and draws no pages. */
const notTaken = (one: Expecting): string | undefined => ('needs' in one ? one.needs : undefined);

describe.skipIf(missing('javac'))('the second reader', () => {
  let classes = '';
  const results = new Map<string, Result>();

  beforeAll(async () => {
    classes = await mkdtemp(join(tmpdir(), 'second-reader-'));
    const options = ['-encoding', 'UTF-8', '-Xlint:all,-serial', '-Werror', '-d', classes];
    const compiled = await runProgram('javac', [...options, ...sources]);
    expect(compiled).toEqual({ code: 0, out: '', err: '' });
    const run = await runProgram('java', ['-cp', classes, 'reader.Main', vectors]);
    expect(run.err).toBe('');
    for (const line of run.out.trimEnd().split('\n')) {
      const result = JSON.parse(line) as Result;
      const name = `${result.kind} ${result.id}`;
      expect(results.has(name), name).toBe(false);
      results.set(name, result);
    }
    const counts: Record<string, number> = {};
    for (const { kind, notTaken: reason } of results.values()) {
      const name = reason === undefined ? kind : `${kind}, not taken: ${reason}`;
      counts[name] = (counts[name] ?? 0) + 1;
    }
    process.stdout.write(`second reader: ${JSON.stringify(counts)}\n`);
  });
  afterAll(() => rm(classes, { recursive: true }));

  const compare = <One extends Expecting>(kind: (one: One) => string, all: readonly One[]): void => {
    const found = all.map((one) => {
      const result = results.get(`${kind(one)} ${one.id}`);
      const { verdict, code, checks, notTaken: reason, thrown } = result ?? {};
      return { id: one.id, verdict, code, checks, reason, thrown };
    });
    const expected = all.map((one) => {
      const reason = notTaken(one);
      const { verdict, code, checks } = reason === undefined ? one.expect : ({} as Partial<Expected>);
      return { id: one.id, verdict, code, checks, reason, thrown: undefined };
    });
    expect(found).toEqual(expected);
  };

  it('agrees on all primitives', () => {
    const primitives = [...results.values()].filter(({ kind }) => kind === 'primitive');
    expect(primitives.length).toBeGreaterThan(340);
    expect(primitives.filter(({ agrees }) => agrees !== true)).toEqual([]);
  });

  it('agrees on all mirrors: what is refused, what is two histories, what is kept of it', () => {
    const mirrors = Object.entries(manifest.mirrors);
    const found = mirrors.map(([id]) => {
      const { syncs, evidence, damage } = results.get(`mirror ${id}`) ?? {};
      return { id, syncs, evidence, damage };
    });
    const expected = mirrors.map(([id, mirror]) => ({
      id,
      syncs: mirror.syncs?.map((sync) => sync.expect),
      evidence:
        mirror.store === undefined
          ? Object.fromEntries(
              Object.entries(mirror.evidence ?? {}).map(([name, file]) => [
                name,
                new TextDecoder().decode(readVector(file)),
              ]),
            )
          : undefined,
      damage: mirror.damage,
    }));
    expect(found).toEqual(expected);
  });

  it('agrees on all cases: verdict, code and checks', () => {
    compare((one) => one.input.kind, manifest.cases);
  });

  it('agrees on all verification receipts', () => {
    compare(() => 'receipt', manifest.receipts);
  });

  it('agrees on all heads of audit trees: what is taken, and what is held then', () => {
    const found = manifest.audits.map(({ id }) => {
      const { takes, held } = results.get(`audit ${id}`) ?? {};
      return { id, takes, held };
    });
    expect(found).toEqual(manifest.audits.map(({ id, expect: said }) => ({ id, ...said })));
  });
});
