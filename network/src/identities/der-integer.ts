/** A non-negative DER INTEGER (X.690 §8.3) of the shortest form, from its octets, the most significant first. */
export function derInteger(bytes: Uint8Array): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const body = bytes.subarray(start);
  const sign = (body[0] ?? 0) >= 0x80 ? [0] : [];
  return Buffer.from([0x02, body.length + sign.length, ...sign, ...body]);
}
