import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { NotAllowed, StepUpNeeded, mayDo, requirePermission } from './index.js';
import type { Permission, Principal } from './index.js';

describe('the table of permissions', () => {
  it('is the one in the documentation', () => {
    const script = fileURLToPath(new URL('../../../docs/permissions-table.js', import.meta.url));
    expect(() => execFileSync(process.execPath, [script, '--check'])).not.toThrow();
  });
});

describe('what is for residents', () => {
  const now = new Date();
  const person: Principal = {
    kind: 'person',
    subject: 'p',
    roles: ['administrator'],
    issuers: '*',
    types: '*',
    authenticatedAt: now,
  };
  const resident: Principal = { ...person, kind: 'resident', roles: [], issuers: [], types: [] };
  const own: Permission = { roles: 'resident', scope: 'own-certificates' };
  const fresh: Permission = { ...own, stepUp: true };
  const at = { now, freshFor: 1_000 };

  it('is for nobody of the department, whatever role they have', () => {
    expect(() => requirePermission(person, own, at)).toThrow(NotAllowed);
    expect(() => requirePermission({ ...person, kind: 'system' }, own, at)).toThrow(NotAllowed);
    expect(() => requirePermission(resident, own, at)).not.toThrow();
    expect(mayDo(person, { own })).toEqual([]);
    expect(mayDo(resident, { own, fresh })).toEqual(['own', 'fresh']);
  });

  it('may want a fresh sign-in too', () => {
    expect(() => requirePermission(resident, fresh, at)).not.toThrow();
    const long = { ...resident, authenticatedAt: new Date(now.getTime() - 2_000) };
    expect(() => requirePermission(long, fresh, at)).toThrow(StepUpNeeded);
  });
});
