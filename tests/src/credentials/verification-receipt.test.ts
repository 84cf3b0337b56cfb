import {
  createVerifier,
  createWindowKey,
  issueVerificationReceipt,
  windowSigner,
} from '@certbridge/verifier-sdk';
import { jwkThumbprint } from '@certbridge/verifier-sdk/formats';
import { calculateJwkThumbprint, decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import { expect, it } from 'vitest';
import { TestNetwork } from '@certbridge/verifier-sdk-fixtures';

it('a verification receipt of ours is verified by jose, with the public key alone', async () => {
  const { anchor: trustAnchor } = await TestNetwork.create();
  const [key, other] = [await createWindowKey(), await createWindowKey()];
  const content = new TextEncoder().encode('no certificate');
  const report = await createVerifier({ trustAnchor }).verifyPdf(content);
  const receipt = await issueVerificationReceipt(
    { report, shown: { kind: 'pdf', content }, trustAnchor, place: '12 号窗口', purpose: '办理落户' },
    await windowSigner(key),
  );
  const { kty, crv, x, y } = key;
  const publicKey = await importJWK({ kty, crv, x, y }, 'ES256');
  const typ = 'certbridge-verification-receipt+jwt';
  const { payload } = await jwtVerify(receipt, publicKey, { algorithms: ['ES256'], typ });
  expect(payload).toMatchObject({ place: '12 号窗口', purpose: '办理落户', report: { verdict: 'invalid' } });
  const { kid } = decodeProtectedHeader(receipt);
  expect(kid).toBe(await calculateJwkThumbprint({ kty, crv, x, y }));
  expect(kid).toBe(await jwkThumbprint(key));
  const { x: otherX, y: otherY } = other;
  const stranger = await importJWK({ kty, crv, x: otherX, y: otherY }, 'ES256');
  await expect(jwtVerify(receipt, stranger, { typ })).rejects.toThrow(/signature/);
});
