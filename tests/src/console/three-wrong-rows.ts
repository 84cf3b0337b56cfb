import { readFile } from 'node:fs/promises';
import { inRepository } from '../packages.js';

/** A right row of the samples, then three wrong ones: no name, a wrong number, a day that there is not. */
export async function threeWrongRows(): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const file = await readFile(inRepository('samples', 'bad-residence-permit.csv'), 'utf8');
  const [head = '', ...rows] = file.split(/\r?\n/);
  const picked = [rows[0], rows[1], rows[2], rows[4]];
  return { name: '居住证.csv', mimeType: 'text/csv', buffer: Buffer.from([head, ...picked].join('\r\n')) };
}
