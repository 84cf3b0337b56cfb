import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import type { PrivateKey } from './signer.js';
import { signingCrypto } from './signing-crypto.js';
import { nameOf } from './x509.js';
import type { Subject } from './x509.js';

/** A certificate request (PKCS#10, RFC 2986) in PEM, for an authority to certify the key for signing documents. */
export async function certificateRequest(key: PrivateKey, subject: Subject): Promise<string> {
  const { crypto, keys, algorithm } = signingCrypto(key);
  const request = await x509.Pkcs10CertificateRequestGenerator.create(
    {
      name: nameOf(subject),
      keys,
      signingAlgorithm: algorithm,
      extensions: [
        new x509.KeyUsagesExtension(
          x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.nonRepudiation,
          true,
        ),
      ],
    },
    crypto,
  );
  return request.toString('pem');
}
