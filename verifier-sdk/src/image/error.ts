/** `IMAGE_REFUSED`: no picture, a damaged one, or too large; `DECODER_MISSING`: no zxing-wasm. */
export type ImageErrorCode = 'IMAGE_REFUSED' | 'DECODER_MISSING';

/** A picture that is not read, or no decoder to read it with. */
export class ImageError extends Error {
  /** For people; programs look at `code`. */
  override readonly name = 'ImageError';
  /** Stable. */
  readonly code: ImageErrorCode;
  /** Whether it was refused for its bytes or pixels alone, and a smaller picture would be read. */
  readonly tooLarge: boolean;

  constructor(code: ImageErrorCode, message: string, options: ErrorOptions & { tooLarge?: boolean } = {}) {
    super(message, options);
    this.code = code;
    this.tooLarge = options.tooLarge ?? false;
  }
}
