import { PDFDocument } from 'pdf-lib';

/** A picture in PNG, and its size in pixels. */
export interface Picture {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const SIGNATURE = '89504e470d0a1a0a';
/** Pixels of a side: some kilobytes can say that they are a picture that fills the memory. */
const MOST = 2000;

/** A PNG (ISO/IEC 15948) that can be drawn; undefined for anything else, and for one that is too large. */
export async function readPicture(png: Uint8Array): Promise<Picture | undefined> {
  const bytes = Buffer.from(png);
  // §11.2.2: the header comes first, width and height are its first members.
  if (bytes.length < 33 || bytes.toString('hex', 0, 8) !== SIGNATURE) return undefined;
  if (bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (width === 0 || height === 0 || width > MOST || height > MOST) return undefined;
  const isDrawn = await drawn(png);
  return isDrawn ? { png, width, height } : undefined;
}

/** The decoder of pdf-lib has no error of its own. */
async function drawn(png: Uint8Array): Promise<boolean> {
  try {
    await (await PDFDocument.create()).embedPng(png);
    return true;
  } catch {
    return false;
  }
}
