/** `IMAGE_REFUSED`: no picture, or too large; `DECODER_MISSING`: no zxing-wasm. */
export type ImageErrorCode = 'IMAGE_REFUSED' | 'DECODER_MISSING';

/** A picture that is not read, or no decoder to read it with. */
export class ImageError extends Error {
  /** For people; programs look at `code`. */
  override readonly name = 'ImageError';
  /** Stable. */
  readonly code: ImageErrorCode;

  constructor(code: ImageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
