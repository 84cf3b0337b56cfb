/** Who signs the vectors. */
import { X509Certificate } from 'node:crypto';

import { issuerKeyOf } from '../attestation/network.fixture.js';
import type { TestKey } from '../attestation/network.fixture.js';
import type { Party } from '../pdf/handmade.fixture.js';
import type { VectorKeys } from './keys.fixture.js';

/** Keys by what they are for; all are published. */
export interface Cast {
  readonly keys: VectorKeys;
  /** Signs QR codes and PDFs. */
  readonly issuer: TestKey;
  readonly party: Party;
  /** Signs credentials. */
  readonly credential: TestKey;
  /** Registered for certificates, and revoked after what it anchored. */
  readonly revoked: TestKey;
  readonly revokedParty: Party;
  /** Of nobody. */
  readonly stranger: TestKey;
  readonly strangerParty: Party;
  /** Whose certificates have the names of the issuer's. */
  readonly twin: Party;
  readonly rsa: TestKey;
  readonly rsaParty: Party;
  /** A time-stamping authority. */
  readonly stamper: Party;
}

async function keyOf(party: Party): Promise<TestKey> {
  const spki = new X509Certificate(party.chain[0] ?? '').publicKey.export({ type: 'spki', format: 'der' });
  return issuerKeyOf(party.key, new Uint8Array(spki));
}

export async function castOf(keys: VectorKeys): Promise<Cast> {
  const party = await keys.party('issuer');
  const revokedParty = await keys.party('revoked');
  const strangerParty = await keys.party('stranger');
  const rsaParty = await keys.party('issuer-rsa', { rsa: true });
  return {
    ...{
      keys,
      party,
      revokedParty,
      strangerParty,
      rsaParty,
      twin: await keys.party('twin', { name: 'issuer' }),
    },
    issuer: await keyOf(party),
    credential: await keys.key('credential'),
    revoked: await keyOf(revokedParty),
    stranger: await keyOf(strangerParty),
    rsa: await keyOf(rsaParty),
    stamper: await keys.party('time-stamping', { timestamps: true }),
  };
}
