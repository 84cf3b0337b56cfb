/** GF(256) with polynomial 0x11d (ISO/IEC 18004 §7.5.2). */
const EXP = new Uint8Array(512);
const LOG = new Uint8Array(256);
for (let n = 0, value = 1; n < 255; n++) {
  EXP[n] = EXP[n + 255] = value;
  LOG[value] = n;
  value = (value << 1) ^ (value & 0x80 ? 0x11d : 0);
}

/** Logarithms of the Reed-Solomon generator's coefficients, highest power left out. */
export function generatorPolynomial(degree: number): Uint8Array {
  let polynomial = [1];
  for (let n = 0; n < degree; n++) {
    const next = new Array<number>(polynomial.length + 1).fill(0);
    polynomial.forEach((coefficient, i) => {
      next[i] = (next[i] ?? 0) ^ coefficient;
      if (coefficient !== 0) next[i + 1] = (next[i + 1] ?? 0) ^ (EXP[(LOG[coefficient] ?? 0) + n] ?? 0);
    });
    polynomial = next;
  }
  return Uint8Array.from(polynomial.slice(1), (coefficient) => LOG[coefficient] ?? 0);
}

/** Error correction codewords of one block. */
export function errorCorrection(data: Uint8Array, generator: Uint8Array): Uint8Array {
  const degree = generator.length;
  const rest = new Uint8Array(data.length + degree);
  rest.set(data);
  for (let n = 0; n < data.length; n++) {
    const factor = rest[n] ?? 0;
    if (factor === 0) continue;
    const log = LOG[factor] ?? 0;
    for (let i = 0; i < degree; i++) {
      const at = n + 1 + i;
      rest[at] = (rest[at] ?? 0) ^ (EXP[log + (generator[i] ?? 0)] ?? 0);
    }
  }
  return rest.subarray(data.length);
}
