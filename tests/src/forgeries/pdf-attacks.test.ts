import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPdf } from '@certbridge/verifier-sdk-fixtures';
import { tool } from '../documents/tools.js';
import { missing } from '../requirements.js';
import { makeAttacks } from './pdf-attacks.js';

/*
 * Attacks that are well made: qpdf finds nothing wrong with the files, and pdfsig calls the signature of every
 * one of them valid. So the SDK refuses them for what they are, and not for a slip of the attacker's.
 */

const attacks = await makeAttacks();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certbridge-attacks-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const codeOf = (bytes: Uint8Array): Promise<string> =>
  readPdf(bytes).then(
    () => 'accepted',
    (error: unknown) => (error as { code: string }).code,
  );

describe.each(attacks)('$name', ({ name, signed, attacked }) => {
  const write = async (): Promise<string> => {
    const file = join(folder, `${attacks.findIndex((one) => one.name === name)}.pdf`);
    await writeFile(file, attacked);
    return file;
  };

  it('was signed as the profile asks, and is refused afterwards', async () => {
    expect(await codeOf(signed)).toBe('accepted');
    expect(await codeOf(attacked)).toBe('STRUCTURE_REFUSED');
  });

  it.skipIf(missing('qpdf'))('is a well-formed PDF for qpdf', async () => {
    const { code, output } = await tool('qpdf', ['--check', await write()]);
    expect(output).toContain('No syntax or stream encoding errors found');
    expect(code).toBe(0);
  });

  it.skipIf(missing('pdfsig'))('has a valid signature for pdfsig', async () => {
    const { output } = await tool('pdfsig', [await write()]);
    expect(output).toContain('Signature is Valid');
  });
});
