import type { z } from 'zod';

export interface Definition<S extends z.ZodType> {
  readonly schema: S;
  /** Completes "NAME is …: it should be". */
  readonly shouldBe: string;
  /** What it is for; begins with a small letter. */
  readonly means: string;
  /** Never shown. */
  readonly secret?: true;
}

/** One setting. */
export const define = <S extends z.ZodType>(schema: S, shouldBe: string, means: string): Definition<S> => ({
  schema,
  shouldBe,
  means,
});
/** One whose value is never shown. */
export const secret = <S extends z.ZodType>(schema: S, shouldBe: string, means: string): Definition<S> => ({
  schema,
  shouldBe,
  means,
  secret: true,
});
