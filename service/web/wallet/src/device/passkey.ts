/** A passkey 通行密钥 of this device, and what it is asked with. */
export interface Passkey {
  /** Of the credential (WebAuthn §4). */
  readonly id: ArrayBuffer;
  /** 32 bytes, which its pseudo-random function turns into a secret (WebAuthn Level 3 §10.1.4, `prf`). */
  readonly salt: Uint8Array<ArrayBuffer>;
}

/** The person or the device said no; nothing was changed. */
export class PasskeyRefused extends Error {
  /** `ABSENT`: this device’s passkeys have no such function. */
  readonly code: 'ABSENT' | 'DECLINED';

  constructor(code: PasskeyRefused['code'], cause?: unknown) {
    super(code, { cause });
    this.code = code;
  }
}

/** Whether this browser has passkeys; whether they have `prf` is known once one was made. */
export const hasPasskeys = (): boolean => 'PublicKeyCredential' in globalThis;

const random = (bytes: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(bytes));

/** Waits for the person. @throws PasskeyRefused */
async function answered(asking: Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    return (await asking) as PublicKeyCredential;
  } catch (error) {
    // Declined, not there any more, or asked of a host that can have none: browsers do not tell these apart.
    if (error instanceof DOMException) throw new PasskeyRefused('DECLINED', error);
    throw error;
  }
}

/** Nobody signs in by it: no service checks the challenge. @throws PasskeyRefused */
export async function makePasskey(name: string): Promise<Passkey> {
  const made = await answered(
    navigator.credentials.create({
      publicKey: {
        rp: { name },
        user: { id: random(16), name, displayName: name },
        challenge: random(32),
        // ES256 and RS256 (RFC 8152, RFC 8812), which all authenticators have between them.
        pubKeyCredParams: [-7, -257].map((alg) => ({ type: 'public-key', alg })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        extensions: { prf: {} },
      },
    }),
  );
  if (made.getClientExtensionResults().prf?.enabled !== true) throw new PasskeyRefused('ABSENT');
  return { id: made.rawId, salt: random(32) };
}

/** The key that only this passkey gives, once the person was verified by finger, face or PIN. @throws PasskeyRefused */
export async function wrappingKey({ id, salt }: Passkey): Promise<CryptoKey> {
  const found = await answered(
    navigator.credentials.get({
      publicKey: {
        challenge: random(32),
        allowCredentials: [{ type: 'public-key', id }],
        userVerification: 'required',
        extensions: { prf: { eval: { first: salt } } },
      },
    }),
  );
  const secret = found.getClientExtensionResults().prf?.results?.first;
  if (!secret) throw new PasskeyRefused('ABSENT');
  const material = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    {
      name: 'HKDF',
      hash: 'SHA-256',
      salt: new Uint8Array(),
      info: new TextEncoder().encode('certbridge/wallet-key/1'),
    },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['wrapKey', 'unwrapKey'],
  );
}
