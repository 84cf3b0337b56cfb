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
