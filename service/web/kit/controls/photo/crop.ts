/** Size of the photo on a certificate, in pixels: 26 mm × 32 mm at 350 dpi (GA/T 461). */
export const WIDTH = 358;
export const HEIGHT = 441;

/** How a picture lies under the frame. */
export interface Crop {
  /** Quarter turns to the right. */
  readonly turns: number;
  /** 1: the picture just covers the frame. */
  readonly zoom: number;
  /** Shift of its middle from the frame's, in pixels of the frame. */
  readonly x: number;
  readonly y: number;
}

export const WHOLE: Crop = { turns: 0, zoom: 1, x: 0, y: 0 };

/** The crop with its shift kept so small that the picture covers the frame. */
export function within(crop: Crop, picture: { readonly width: number; readonly height: number }): Crop {
  const { width, height } = covered(crop, picture);
  const clamp = (value: number, room: number): number => Math.max(-room, Math.min(room, value));
  return { ...crop, x: clamp(crop.x, (width - WIDTH) / 2), y: clamp(crop.y, (height - HEIGHT) / 2) };
}

export function draw(context: CanvasRenderingContext2D, picture: ImageBitmap, crop: Crop): void {
  const { scale } = covered(crop, picture);
  context.resetTransform();
  context.fillStyle = '#fff';
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.translate(WIDTH / 2 + crop.x, HEIGHT / 2 + crop.y);
  context.rotate((crop.turns * Math.PI) / 2);
  context.scale(scale, scale);
  context.drawImage(picture, -picture.width / 2, -picture.height / 2);
}

function covered(
  { turns, zoom }: Crop,
  picture: { readonly width: number; readonly height: number },
): { readonly scale: number; readonly width: number; readonly height: number } {
  const lies = turns % 2 !== 0;
  const [w, h] = lies ? [picture.height, picture.width] : [picture.width, picture.height];
  const scale = Math.max(WIDTH / w, HEIGHT / h) * zoom;
  return { scale, width: w * scale, height: h * scale };
}
