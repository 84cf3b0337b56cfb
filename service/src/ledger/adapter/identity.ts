import { createPrivateKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { ecdsaToDer, ecdsaToRaw, toLowS } from '@certbridge/verifier-sdk/formats';
import { hash } from '@hyperledger/fabric-gateway';
import type { ConnectOptions } from '@hyperledger/fabric-gateway';
import { LedgerFileError } from './errors.js';
import type { PemIdentity } from './ledger-file.js';

/**
 * Who signs towards the peers. The gateway client's own signer is pure JavaScript, 571 µs a signature;
 * OpenSSL takes 27 µs when it hashes too, hence `hash.none`. Peers accept only the low half of s.
 */
export function signingIdentity(
  mspId: string,
  pem: PemIdentity,
): Pick<ConnectOptions, 'identity' | 'signer' | 'hash'> {
  const key = readKey(pem.privateKey);
  return {
    identity: { mspId, credentials: Buffer.from(pem.certificate) },
    hash: hash.none,
    signer: (message) => {
      const raw = ecdsaToRaw(sign('sha256', message, key));
      return Promise.resolve(ecdsaToDer(toLowS(raw)));
    },
  };
}

function readKey(pem: string): KeyObject {
  let key: KeyObject | undefined;
  try {
    key = createPrivateKey(pem);
  } catch {
    // The reason might quote the key.
  }
  if (key?.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw new LedgerFileError({
      zh: '账本文件中身份的私钥不是 PEM 格式的 P-256 密钥。',
      en: "The private key of the ledger file's identity is not a P-256 key in PEM.",
    });
  }
  return key;
}
