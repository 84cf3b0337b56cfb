/** Peers whose certificates lead to a root of their province over its authorities, or not. */
import { Authority, KeyUsageFlags, field, identityOf } from '../attestation/network.fixture.js';
import type { Peer } from '../attestation/network.fixture.js';
import { attestationToJson } from '../formats/attestation.js';
import { concat, fromUtf8, toBase64, toHex, utf8 } from '../formats/bytes.js';
import { ecdsaToDer } from '../formats/ecdsa.js';
import { encodeCheckpoint, parseCheckpoint } from '../formats/feed.js';
import { canonicalJson } from '../formats/json.js';
import type { Json } from '../formats/json.js';
import { signEs256 } from '../formats/repeatable.fixture.js';
import { sha256 } from '../pdf/handmade.fixture.js';
import { checkpointRefused } from './checkpoint-cases.fixture.js';
import { codeOf } from './codes.fixture.js';
import { must } from './must.fixture.js';
import { instant } from './set.fixture.js';
import type { VectorSet } from './set.fixture.js';

const section = 'Attestation';
const mspId = 'AnhuiMSP';

export async function addEndorsers(set: VectorSet): Promise<void> {
  const { text } = await codeOf(set.cast.issuer, 'good');
  await addCertificates(set, text);
  await addChains(set, text);
  addIdentities(set, text);
}

/** Peers whose certificates are not as they must be. */
async function addCertificates(set: VectorSet, text: string): Promise<void> {
  const { cast } = set;
  const { anhui, zhejiang } = set.ledger.peersOf;
  const add = checkpointRefused(set, text);
  const by = async (id: string, reason: string, peer: Peer): Promise<void> => {
    const endorsers = [peer, zhejiang];
    add(id, `CHECKPOINT_REFUSED ${reason}`, await set.ledger.checkpoint({ endorsers }));
  };
  const keys = await cast.keys.pair('peer.AnhuiMSP');
  const twin = await Authority.create('ca.AnhuiMSP', {}, await cast.keys.pair('twin.AnhuiMSP'));
  await by('authority-of-the-same-name', 'ENDORSER_CHAIN', await twin.peer(mspId, 'peer', {}, keys));
  const both = await set.ledger.authority(mspId).peer(mspId, 'peer, OU=client', {}, keys);
  await by('peer-and-client', 'ENDORSER_ROLE', both);
  const called = await set.ledger.authority(mspId).peer(mspId, 'nobody, CN=peer', {}, keys);
  await by('peer-by-another-attribute', 'ENDORSER_ROLE', called);
  const issuing = await set.ledger.authority(mspId).issuing('peer0.AnhuiMSP, OU=peer', {}, keys);
  await by('an-authority', 'ENDORSER_ROLE', { ...anhui, certificate: issuing.certificate });
  const renamed = await Authority.create('ca.nobody', {}, await cast.keys.pair('ca.AnhuiMSP'));
  await by('authority-of-another-name', 'ENDORSER_CHAIN', await renamed.peer(mspId, 'peer', {}, keys));
}

/** A province with several roots and authorities below them, of which each lets a peer pass or stops it. */
async function addChains(set: VectorSet, text: string): Promise<void> {
  const { keys } = set.cast;
  const base = set.ledger;
  const own = base.authority(mspId);
  const rootKeys = await keys.pair('root.AnhuiMSP');
  const pair = await keys.pair('issuing.AnhuiMSP');
  const silent = { pathLength: null, usage: null } as const;
  const open = await Authority.create('root.open', silent, rootKeys);
  const short = await Authority.create('root.short', { pathLength: 0 }, rootKeys);
  const second = await open.issuing('issuing.second', silent, pair);
  const third = await second.issuing('issuing.third', silent, pair);
  const authorities = {
    'an-authority-below': await own.issuing('issuing', {}, pair),
    'two-authorities-below': third,
    'three-authorities-below': await third.issuing('issuing.fourth', silent, pair),
    'a-root-that-bears-none-below': await short.issuing('issuing.short', {}, pair),
    'one-that-is-no-authority': await open.issuing('issuing.none', { isCa: false }, pair),
    'one-that-signs-no-certificates': await open.issuing(
      'issuing.idle',
      { usage: KeyUsageFlags.digitalSignature },
      pair,
    ),
    'a-revoked-authority': await own.issuing('issuing.revoked', {}, pair),
    'an-expired-authority': await own.issuing('issuing.old', { notAfter: '2026-11-01T00:00:00Z' }, pair),
  };
  const revoked = toHex(sha256(authorities['a-revoked-authority'].der));
  const provinces = base.anchor.provinces.map((one) =>
    one.mspId === mspId
      ? {
          ...one,
          // The first cannot be read, and stops no other.
          roots: ['AAAA', toBase64(open.der), toBase64(short.der), ...one.roots],
          intermediates: [second, ...Object.values(authorities)].map(({ der }) => toBase64(der)),
          revoked: [revoked],
        }
      : one,
  );
  await base.succeed({ provinces });
  await base.publishLater();
  const trustAnchor = set.anchor('endorsers', base.anchor);
  const { folders } = set.server('endorsers', base);
  const now = instant(base.now);
  const peerKeys = await keys.pair('peer.AnhuiMSP');
  const refused: Readonly<Record<string, string>> = {
    'three-authorities-below': 'ENDORSER_CHAIN',
    'a-root-that-bears-none-below': 'ENDORSER_CHAIN',
    'one-that-is-no-authority': 'ENDORSER_CHAIN',
    'one-that-signs-no-certificates': 'ENDORSER_CHAIN',
    'a-revoked-authority': 'ENDORSER_REVOKED',
    'an-expired-authority': 'ENDORSER_NOT_CURRENT',
  };
  for (const [id, authority] of Object.entries(authorities)) {
    const peer = await authority.peer(mspId, 'peer', {}, peerKeys);
    const endorsers = [peer, base.peersOf.zhejiang];
    set.put(`feeds/endorser-${id}/feed/checkpoint.json`, await base.checkpoint({ endorsers }));
    const reason = refused[id];
    const expect = {
      outcome: reason === undefined ? 'updated' : 'failed',
      problems: reason === undefined ? [] : [`CHECKPOINT_REFUSED ${reason}`],
      equivocation: false,
    } as const;
    const servers = [{ folders: [...folders, `feeds/endorser-${id}`] }];
    const mirror = set.mirror(`endorser-${id}`, section, [{ servers, now, expect }], trustAnchor);
    set.case({
      ...{ id: `endorser/${id}`, section, trustAnchor, mirror, now, input: { kind: 'qr', text } },
      expect: reason === undefined ? 'valid OK' : 'indeterminate STATUS_UNKNOWN',
    });
  }
}

/** Identities and signatures that are not of their form. */
function addIdentities(set: VectorSet, text: string): void {
  const { anhui } = set.ledger.peersOf;
  const add = checkpointRefused(set, text);
  const file = parseCheckpoint(must(set.ledger.files.get('feed/checkpoint.json')));
  const { payload, endorsements } = file.attestation;
  const resigned = (endorser: Uint8Array): Uint8Array => {
    const signature = ecdsaToDer(signEs256(anhui.key, concat(payload, endorser)));
    const attestation = { payload, endorsements: [{ endorser, signature }, must(endorsements[1])] };
    return encodeCheckpoint({ ...file, attestation });
  };
  const malformed = 'CHECKPOINT_REFUSED ATTESTATION_MALFORMED';
  const pem = `${anhui.certificate.toString('pem')}\n`;
  add('two-certificates', malformed, resigned(concat(field(1, mspId), field(2, pem + pem))));
  const labelled = pem.replaceAll('CERTIFICATE', 'X509 CERTIFICATE');
  add('certificate-of-another-label', malformed, resigned(concat(field(1, mspId), field(2, labelled))));
  add('no-certificate', malformed, resigned(concat(field(1, mspId), field(2, 'x'))));
  const loose = concat(Uint8Array.of(0x0a, 0x88, 0x00), utf8(mspId), field(2, pem));
  add('varint-longer-than-needed', malformed, resigned(loose));
  add('wrong-wire-type', malformed, resigned(concat(Uint8Array.of(0x08, 1), field(2, pem))));
  // Whoever does not look at the wire type reads the rest as if it were right.
  const group = concat(Uint8Array.of(0x0b, mspId.length), utf8(mspId), field(2, pem));
  add('wire-type-of-a-group', malformed, resigned(group));
  add('field-cut-short', malformed, resigned(identityOf(anhui).subarray(0, -1)));
  const unsigned = { ...file, attestation: { payload, endorsements: [must(endorsements[0])] } };
  const other = JSON.parse(fromUtf8(encodeCheckpoint(unsigned))) as Record<string, Json>;
  const not = { ...must(endorsements[1]), signature: Uint8Array.of(0x30, 0) };
  other['attestation'] = attestationToJson({ payload, endorsements: [must(endorsements[0]), not] });
  add('signature-that-is-no-der', 'CHECKPOINT_REFUSED SIGNATURE_FORM', utf8(canonicalJson(other)));
}
