import { open, rename } from 'node:fs/promises';

/** Writes a file whole or not at all, and lastingly: what was written stands after a crash. */
export async function writeWhole(file: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
  const partial = `${file}.partial`;
  const handle = await open(partial, 'w', mode);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(partial, file);
}

export const prettyJson = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
