import type { Page } from 'playwright-core';
import QRCode from 'qrcode';

const width = 640;
const height = 480;

/** A film in YUV4MPEG2 of what a camera sees when it is held over this QR code. */
export function filmOf(text: string): Buffer {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const scale = Math.floor((height - 40) / modules.size);
  const left = Math.floor((width - modules.size * scale) / 2);
  const top = Math.floor((height - modules.size * scale) / 2);
  const luma = Buffer.alloc(width * height, 235);
  for (let row = 0; row < modules.size * scale; row += 1) {
    for (let column = 0; column < modules.size * scale; column += 1) {
      const dark = modules.get(Math.floor(row / scale), Math.floor(column / scale));
      if (dark) luma[(top + row) * width + left + column] = 16;
    }
  }
  return film(luma);
}

/** One of what it sees when it is held over a screen. @param picture of that screen, which this page draws */
export async function filmOfScreen(page: Page, picture: Buffer): Promise<Buffer> {
  const seen = await page.evaluate(
    async ([encoded, wide, high]) => {
      const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
      const screen = await createImageBitmap(new Blob([bytes]));
      const brush = new OffscreenCanvas(wide, high).getContext('2d')!;
      brush.imageSmoothingQuality = 'high';
      const scale = Math.min(wide / screen.width, high / screen.height);
      const [across, down] = [screen.width * scale, screen.height * scale];
      brush.drawImage(screen, (wide - across) / 2, (high - down) / 2, across, down);
      const { data } = brush.getImageData(0, 0, wide, high);
      // Green is most of what is bright (ITU-R BT.601), and black lies at 16, white at 235.
      return Array.from({ length: wide * high }, (_, at) => 16 + ((data[at * 4 + 1] ?? 0) * 219) / 255);
    },
    [picture.toString('base64'), width, height] as const,
  );
  return film(Buffer.from(seen));
}

function film(luma: Buffer): Buffer {
  const chroma = Buffer.alloc((width * height) / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, chroma]);
  return Buffer.concat([
    Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420mpeg2\n`),
    frame,
    frame,
  ]);
}
