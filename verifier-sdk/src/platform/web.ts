import type { Platform, SignatureAlgorithm, VerifyKey } from './platform.js';

type Parameters = (EcKeyImportParams & EcdsaParams) | (RsaHashedImportParams & Algorithm);

const parameters: Record<SignatureAlgorithm, Parameters> = {
  ES256: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  ES384: { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  RS384: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-384' },
  RS512: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-512' },
};

/** WebCrypto's types refuse views of shared memory, which nothing here ever makes. */
function source(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const only = parts[0];
  if (parts.length === 1 && only) return only;
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

async function importKey(algorithm: SignatureAlgorithm, spki: Uint8Array): Promise<VerifyKey> {
  const how = parameters[algorithm];
  const key = await crypto.subtle.importKey('spki', source(spki), how, false, ['verify']);
  if ('modulusLength' in key.algorithm) {
    const bits = key.algorithm.modulusLength as number;
    if (bits < 2048 || bits > 8192) throw new TypeError(`the key is not one for ${algorithm}`);
  }
  return {
    algorithm,
    verify: (data, signature) => crypto.subtle.verify(how, key, source(signature), source(data)),
  };
}

/** Runs bytes through a (de)compression stream and stops as soon as the output exceeds the limit. */
async function through(
  bytes: Uint8Array,
  stream: CompressionStream | DecompressionStream,
  limit: number,
): Promise<Uint8Array> {
  const writer = stream.writable.getWriter();
  const written = writer.write(source(bytes)).then(() => writer.close());
  // The reader below reports the same failure; this only keeps it from being "unhandled" as well.
  written.catch(() => undefined);
  const reader = (stream.readable as ReadableStream<Uint8Array>).getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > limit) {
      await reader.cancel();
      throw new RangeError('the inflated bytes exceed the limit');
    }
    chunks.push(next.value);
  }
  return joined(chunks);
}

/** Browsers, workers and every other runtime with WebCrypto and compression streams. */
export const platform: Platform = {
  equal: (a, b) => a.length === b.length && a.every((octet, at) => octet === b[at]),
  digest: async (algorithm, parts) =>
    new Uint8Array(await crypto.subtle.digest(algorithm, source(joined(parts)))),
  importKey,
  deflate: (bytes) => through(bytes, new CompressionStream('deflate'), Infinity),
  inflate: (bytes, limit) => through(bytes, new DecompressionStream('deflate'), limit),
};
