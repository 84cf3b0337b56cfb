/** Shortest form with at most three decimals: micrometres when the unit is a millimetre. */
export function short(value: number): string {
  const rounded = Math.round(value * 1000) / 1000;
  return Object.is(rounded, -0) ? '0' : String(rounded);
}

/** `#rrggbb` as three numbers from 0 to 1. */
export function rgb(colour: string): [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

/** The same with two decimals, for outlines and art: a hundredth of a millimetre is finer than any printer. */
export function hundredths(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  return Object.is(rounded, -0) ? '0' : String(rounded);
}
