import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

describe('the table of permissions', () => {
  it('is the one in the documentation', () => {
    const script = fileURLToPath(new URL('../../../docs/permissions-table.js', import.meta.url));
    expect(() => execFileSync(process.execPath, [script, '--check'])).not.toThrow();
  });
});
