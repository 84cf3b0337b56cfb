import { webcrypto } from 'node:crypto';
import type { PrivateKey } from './signer.js';
import { suites } from './suites.js';

/** What @peculiar/x509 takes for a key pair and for the cryptography that signs with it. */
export interface SigningCrypto {
  readonly crypto: webcrypto.Crypto;
  readonly keys: webcrypto.CryptoKeyPair;
  readonly algorithm: webcrypto.Algorithm;
}

/**
 * Lets @peculiar/x509 sign with a key that is no CryptoKey and cannot become one: of Web Cryptography it asks for
 * two functions alone, `sign` (which for ECDSA gives r‖s, as a {@link PrivateKey} does) and `exportKey` of the public key.
 */
export function signingCrypto(key: PrivateKey): SigningCrypto {
  const algorithm = suites[key.algorithm].webName;
  const subtle = {
    sign: async (_algorithm: unknown, _key: unknown, data: ArrayBuffer | ArrayBufferView) => {
      const bytes = ArrayBuffer.isView(data)
        ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
        : new Uint8Array(data);
      return new Uint8Array(await key.sign(bytes)).buffer;
    },
    exportKey: () => Promise.resolve(new Uint8Array(key.spki).buffer),
  };
  const stand = { algorithm } as unknown as webcrypto.CryptoKey;
  return {
    crypto: {
      subtle,
      getRandomValues: webcrypto.getRandomValues.bind(webcrypto),
    } as unknown as webcrypto.Crypto,
    keys: { privateKey: stand, publicKey: stand },
    algorithm,
  };
}
