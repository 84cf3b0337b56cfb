/** Puts the INTEGER of `raw[from…to]` at `at`; returns where it ends. Written out: this runs for every signature. */
function putInteger(der: Uint8Array, at: number, raw: Uint8Array, from: number, to: number): number {
  let start = from;
  while (start < to - 1 && raw[start] === 0) start += 1;
  const padding = (raw[start] ?? 0) > 0x7f ? 1 : 0;
  der[at] = 2;
  der[at + 1] = to - start + padding;
  der.set(raw.subarray(start, to), at + 2 + padding);
  return at + 2 + padding + to - start;
}

/** Raw r‖s, of at most 48 bytes each, to DER Ecdsa-Sig-Value. */
export function ecdsaToDer(raw: Uint8Array): Uint8Array {
  const half = raw.length >> 1;
  const der = new Uint8Array(raw.length + 8);
  const end = putInteger(der, putInteger(der, 2, raw, 0, half), raw, half, raw.length);
  der[0] = 0x30;
  der[1] = end - 2;
  return der.subarray(0, end);
}
