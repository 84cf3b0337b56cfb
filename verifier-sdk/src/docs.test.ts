import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { expect, it } from 'vitest';

it.each([
  ['codes-table.js', 'the tables of codes in the README are those of the source'],
  ['api.js', 'docs/api.md says what the source says, and everything that is exported says something'],
])('%s: %s', (script) => {
  const path = fileURLToPath(new URL(`../docs/${script}`, import.meta.url));
  expect(() => execFileSync(process.execPath, [path, '--check'])).not.toThrow();
});

it('throws.js: whatever is exported and can throw an error of ours says which', () => {
  const path = fileURLToPath(new URL('../docs/throws.js', import.meta.url));
  expect(execFileSync(process.execPath, [path], { encoding: 'utf8' })).toBe('');
});

/** What docs/api.md says can be imported from where, as a class, a function or a constant. */
const documentedValues = readFileSync(new URL('../docs/api.md', import.meta.url), 'utf8')
  .split(/^## /m)
  .slice(1)
  .flatMap((part) => {
    const entry = /^`([^`]+)`/.exec(part)?.[1] ?? '';
    const sections = part.matchAll(/^### `(\w+)`\n[\s\S]*?```ts\n(?!interface|type)(?:declare )?\w+ \w+/gm);
    return [...sections].map(([, name = '']) => [entry, name] as const);
  });

it('docs/api.md documents values of every entry', () => {
  expect(new Set(documentedValues.map(([entry]) => entry)).size).toBe(8);
});

it.each(documentedValues)('%s exports the documented %s at run time', async (entry, name) => {
  const found = (await import(entry)) as Readonly<Record<string, unknown>>;
  expect(found[name]).toBeDefined();
});

it('the README’s table of the policy has every member with its default', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const { defaultPolicy } = await import('./verify/index.js');
  const rows = [...readme.matchAll(/^\| `(\w+)` +\| ([^|]+) \|/gm)].map(([, name, value]) => [
    name,
    value?.trim(),
  ]);
  const policy = new Map(rows.filter(([name]) => name && name in defaultPolicy) as [string, string][]);
  expect([...policy.keys()].sort()).toEqual(Object.keys(defaultPolicy).sort());
  expect(policy.get('maxStatusAge')).toContain(`${defaultPolicy.maxStatusAge / 3_600_000} h`);
  expect(policy.get('clockSkew')).toContain(`${defaultPolicy.clockSkew / 60_000} min`);
  expect(policy.get('requireStatus')).toContain(String(defaultPolicy.requireStatus));
  expect(policy.get('requireTimestamp')).toContain(String(defaultPolicy.requireTimestamp));
});
