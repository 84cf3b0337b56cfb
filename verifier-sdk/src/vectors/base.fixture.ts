/** The ledger on which the certificates of the vectors stand: every state that one can have, two issuers, six keys. */
import { toHex } from '../formats/bytes.js';
import { qrDigest } from '../formats/qr.js';
import { dateAt } from '../formats/dates.js';
import { codeOf, idOf } from './codes.fixture.js';
import { VectorLedger, day, issuerCode, otherIssuer, typeCode } from './ledger.fixture.js';
import type { Cast } from './cast.fixture.js';

const by = (name: string, issuer = issuerCode): { issuer: string; cert: string } => ({
  issuer,
  cert: toHex(idOf(name)),
});

/** All that is on the ledger before any PDF is anchored. */
export async function startLedger(cast: Cast): Promise<VectorLedger> {
  const { keys, issuer, credential, revoked, rsa } = cast;
  const ledger = await VectorLedger.start(keys);
  await ledger.decide([{ kind: 'type', type: { code: typeCode, name: '居住证' } }]);
  await ledger.register(issuerCode, 'ZhejiangMSP');
  await ledger.addKey(issuer);
  await ledger.addKey(credential, issuerCode, 'credential');
  await ledger.addKey(revoked);
  await ledger.addKeyTo('ZhejiangMSP', issuerCode, rsa, { alg: 'RS256' });
  await ledger.addKeyTo('ZhejiangMSP', issuerCode, await keys.key('listing'), { use: 'list' });
  await ledger.register(otherIssuer, 'AnhuiMSP', { name: '示例市公安局' });
  await ledger.addKeyTo('AnhuiMSP', otherIssuer, await keys.key('other-issuer'));
  for (const [name, key] of [
    ['good', issuer],
    ['listed', issuer],
    ['before-revocation', revoked],
  ] as const) {
    const { cose } = await codeOf(key, name);
    await ledger.anchorTree([{ certId: idOf(name), qr: await qrDigest(cose) }], [key]);
  }
  await ledger.change(idOf('suspended'), 'suspended');
  await ledger.change(idOf('reinstated'), 'suspended');
  await ledger.change(idOf('reinstated'), 'reinstated');
  await ledger.change(idOf('revoked'), 'revoked');
  await ledger.change(idOf('cancelled'), 'cancelled');
  await ledger.change(idOf('superseded'), 'superseded', by('its-successor'));
  await ledger.change(idOf('its-successor'), 'revoked');
  await ledger.change(idOf('transferred'), 'transferred', by('moved', otherIssuer));
  await ledger.change(idOf('waiting'), 'superseded', by('next'), dateAt(ledger.now + 3 * day));
  await ledger.change(idOf('withdrawn'), 'superseded', by('never'), dateAt(ledger.now + 3 * day));
  await ledger.change(idOf('withdrawn'), 'withdrawn');
  return ledger;
}
