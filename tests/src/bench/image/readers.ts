import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readQr } from '@certbridge/verifier-sdk/image';
import { tool } from '../../documents/tools.js';
import { python } from '../../requirements.js';
import { pixelsOf, writePicture } from './picture.js';
import type { Picture } from './picture.js';

/** The text that a reader finds in each picture; undefined where it finds none. */
export type Reader = (pictures: readonly Picture[]) => Promise<(string | undefined)[]>;

/** This project's. */
export const ours: Reader = async (pictures) => {
  const texts: (string | undefined)[] = [];
  for (const picture of pictures) texts.push((await readQr(pixelsOf(picture)))[0]);
  return texts;
};

async function inFiles<T>(pictures: readonly Picture[], read: (files: string[]) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'certbridge-bench-image-'));
  try {
    const files = pictures.map((_, at) => join(folder, `${at}.pgm`));
    for (const [at, file] of files.entries()) {
      const picture = pictures[at];
      if (picture) await writePicture(file, picture);
    }
    return await read(files);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const ZXING = `
import sys, zxingcpp
from PIL import Image
for f in sys.argv[1:]:
    found = zxingcpp.read_barcodes(Image.open(f), formats=zxingcpp.BarcodeFormat.QRCode)
    print(found[0].text if found else '')
`;

/** zxing-cpp by its Python module, as it is set unless told otherwise: it tries hard, turned and made smaller. */
export const zxingCpp: Reader = (pictures) =>
  inFiles(pictures, async (files) => {
    const { stdout } = await promisify(execFile)(python, ['-c', ZXING, ...files], { maxBuffer: 2 ** 26 });
    return stdout
      .split('\n')
      .slice(0, files.length)
      .map((line) => line || undefined);
  });

/** zbar's own command. */
export const zbarimg: Reader = (pictures) =>
  inFiles(pictures, async (files) => {
    const texts: (string | undefined)[] = [];
    for (const file of files) {
      const { output } = await tool('zbarimg', ['-q', '--raw', '-Sdisable', '-Sqrcode.enable', file]);
      // On a machine without a message bus it complains about that as well.
      texts.push(output.split('\n').find((line) => line.startsWith('http')));
    }
    return texts;
  });
