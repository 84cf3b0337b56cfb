import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attestationOf } from '@certbridge/service/ledger/adapter';
import * as sdk from '@certbridge/verifier-sdk';
import { canonicalJson, concat, utf8 } from '@certbridge/verifier-sdk/formats';
import type { Attestation, Json, TrustAnchor } from '@certbridge/verifier-sdk/formats';
import { field, makePayload } from '@certbridge/verifier-sdk-fixtures';
import type { Changes } from '@certbridge/verifier-sdk-fixtures';
import { rawGateway } from '../ledger/raw-gateway.js';
import { inPackage } from '../packages.js';
import { endorse, Forger } from './forger.js';
import type { Forged, Signatory } from './forger.js';
import { Mutants } from './mutants.js';
import type { Mutation } from './mutants.js';

/*
 * What a verifier checks of an attestation (the list is in the SDK's docs/formats.md): for each item a forgery
 * that is perfect but for that, made with the embedded ledger's own keys. The SDK refuses it, and the SDK with
 * just that check taken out calls it valid: so no check is idle, and no forgery is refused for another reason.
 */

type Sdk = typeof sdk;
type Parts = Omit<Forged, 'attestation'>;
type Accepts = (by: Sdk) => Promise<boolean>;

let forger: Forger;
let mutants: Mutants;

beforeAll(async () => {
  [forger, mutants] = await Promise.all([Forger.start(), Mutants.open()]);
});

afterAll(async () => {
  await Promise.all([forger.close(), mutants.close()]);
});

/** Whether an SDK calls a PDF valid by its receipt: signed with the issuer's key, never anchored. */
const ofPdf =
  (pdf: Uint8Array, trustAnchor: TrustAnchor = forger.anchor): Accepts =>
  async ({ createVerifier }) => {
    const policy = { requireStatus: false, requireTimestamp: false };
    const { verdict } = await createVerifier({ trustAnchor, policy }).verifyPdf(pdf);
    expect(['valid', 'indeterminate']).toContain(verdict);
    return verdict === 'valid';
  };

/** Whether an SDK's mirror takes a feed. */
const ofFeed =
  (files: ReadonlyMap<string, Uint8Array>): Accepts =>
  async ({ MemoryStore, openMirror, syncMirror }) => {
    const mirror = await openMirror(new MemoryStore(), { trustAnchor: forger.anchor });
    const fetch = (url: string): Promise<Response> => {
      const bytes = files.get(new URL(url).pathname.slice(1));
      return Promise.resolve(
        bytes ? new Response(bytes as Uint8Array<ArrayBuffer>) : new Response(null, { status: 404 }),
      );
    };
    return (await syncMirror(mirror, { urls: ['http://mirror.example/'], fetch })).outcome === 'updated';
  };

interface Told {
  readonly statement?: Readonly<Record<string, Json>>;
  readonly at?: number;
  readonly changes?: Omit<Changes, 'endorsers' | 'highS'>;
  readonly signatories?: readonly Signatory[];
}

/** A forged receipt whose attestation differs from a good one by what is told. */
async function receipt({ statement, at, changes, signatories }: Told = {}): Promise<Uint8Array> {
  return forger.certificate(async (parts) => {
    const said = await forger.entryStatement(parts.entry, statement, at);
    return { ...parts, attestation: await forger.attest(said, changes, signatories) };
  });
}

/** A forged receipt whose attestation is made from the good statement's bytes. */
async function receiptOf(
  make: (said: Uint8Array, parts: Parts) => Promise<Attestation>,
): Promise<Uint8Array> {
  return forger.certificate(async (parts) => ({
    ...parts,
    attestation: await make(await forger.entryStatement(parts.entry), parts),
  }));
}

/** The attestation that the ledger really gives of an entry that really stands. */
async function genuine(): Promise<Attestation> {
  const entry = await forger.append(await forger.anchoring([someLeaf()]));
  return forger.ledger.attestEntry(forger.issuer, entry.seq);
}

function someLeaf(): Forged['leaf'] {
  const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));
  return { certId: random(16), qr: random(32), credential: random(32), pdf: random(32) };
}

const withRevoked = async (signatory: Signatory): Promise<TrustAnchor> => ({
  ...forger.anchor,
  provinces: await Promise.all(
    forger.anchor.provinces.map(async (province) => ({
      ...province,
      revoked: [await forger.fingerprint(signatory)],
    })),
  ),
});

const minute = 60_000;
/** Valid from five minutes ago to some two minutes ago. */
const expired = { days: -0.0014 };

const verify = 'attestation/verify.js';
const anchor = 'attestation/anchor.js';
const call = (text: string): Mutation => ({ file: verify, from: text, to: '' });

const forgeries: readonly (readonly [what: string, mutation: Mutation, forge: () => Promise<Accepts>])[] = [
  [
    'another chaincode, that answers with the same bytes',
    call('checks.checkChaincode(response, anchor);'),
    async () => ofPdf(await receipt({ changes: { chaincode: 'mimic' } })),
  ],
  [
    'a response that is not 200',
    call('checks.checkResponse(response);'),
    async () => ofPdf(await receipt({ changes: { status: 201 } })),
  ],
  [
    'an event, which only submitted functions emit',
    call('checks.checkNoEvent(response);'),
    async () => ofPdf(await receipt({ changes: { event: 'entry' } })),
  ],
  [
    'JSON that is not canonical',
    {
      file: 'attestation/statement.js',
      from: 'parseCanonicalJson(result,',
      to: 'JSON.parse(new TextDecoder().decode(result),',
    },
    async () =>
      ofPdf(
        await receiptOf((said) =>
          forger.attest(utf8(JSON.stringify(JSON.parse(text(said)) as Json, null, 1))),
        ),
      ),
  ],
  [
    'the same bytes under a tag that the Attest function does not emit',
    { file: 'attestation/statement.js', from: 'if (said !== tag) {', to: 'if (false) {' },
    async () => ofPdf(await receipt({ statement: { $tag: 'certbridge/other/1' } })),
  ],
  [
    'another channel of the same provinces',
    call('checks.checkChannel(statement, anchor);'),
    async () => ofPdf(await receipt({ statement: { channel: 'elsewhere' } })),
  ],
  [
    'another network of the same provinces',
    call('checks.checkNetwork(statement, anchor);'),
    async () => ofPdf(await receipt({ statement: { network: 'ff'.repeat(16) } })),
  ],
  [
    'reads of another chaincode’s state',
    call('checks.checkNamespaces(response, anchor);'),
    async () => ofPdf(await receipt({ changes: { namespaces: ['certbridge', 'other'] } })),
  ],
  [
    'another function that returns the same bytes, and writes',
    call('checks.checkNoWrites(response);'),
    async () =>
      ofPdf(await receipt({ changes: { kv: field(3, concat(field(1, 'key'), field(3, 'value'))) } })),
  ],
  [
    'a metadata write in the set',
    call('checks.checkNoMetadataWrites(response);'),
    async () => ofPdf(await receipt({ changes: { kv: field(4, field(1, 'key')) } })),
  ],
  [
    'a private collection in the set',
    call('checks.checkNoPrivateData(response);'),
    async () => ofPdf(await receipt({ changes: { ns: field(3, field(1, 'secret')) } })),
  ],
  [
    'a bad signature beside enough good ones',
    {
      file: verify,
      from: 'await checks.checkSignature(concat(payload, endorsement.endorser), raw, endorser);',
      to: 'try { await checks.checkSignature(concat(payload, endorsement.endorser), raw, endorser); } catch { continue; }',
    },
    async () =>
      ofPdf(
        await receiptOf(async (said) => {
          const good = await forger.attest(said);
          const bad = endorse(makePayload(said, { status: 201 }), await forger.peer('SichuanMSP'));
          return { ...good, endorsements: [...good.endorsements, bad] };
        }),
      ),
  ],
  [
    'an altered payload',
    call('await checks.checkSignature(concat(payload, endorsement.endorser), raw, endorser);'),
    async () =>
      ofPdf(
        await receiptOf(async (said, { entry }) => {
          const { endorsements } = await forger.attest(await forger.entryStatement({ ...entry, size: 2 }));
          return { payload: makePayload(said), endorsements };
        }),
      ),
  ],
  [
    'an MSP that is no province of the trust anchor',
    {
      file: anchor,
      from: 'const authority = this.#provinces.get(mspId);',
      to: 'const authority = this.#provinces.get(mspId) ?? [...this.#provinces.values()].at(-1);',
    },
    async () => {
      const guest = await forger.posing('ZhejiangMSP', { as: 'FujianMSP' });
      return ofPdf(await receipt({ signatories: [guest, await forger.peer('ZhejiangMSP')] }));
    },
  ],
  [
    'a province’s own peer that poses as another province’s',
    {
      file: anchor,
      from: 'const authority = this.#provinces.get(mspId);',
      to: 'const authority = { roots: [...this.#provinces.values()].flatMap(({ roots }) => roots), intermediates: [] };',
    },
    async () => {
      const guest = await forger.posing('ZhejiangMSP', { as: 'AnhuiMSP' });
      return ofPdf(await receipt({ signatories: [guest, await forger.peer('ZhejiangMSP')] }));
    },
  ],
  [
    'an authority of another channel, of the same name',
    {
      file: anchor,
      from: 'const chain = await followChain(certificate, authority);',
      to: 'const chain = (await followChain(certificate, authority)) ?? [certificate];',
    },
    async () => {
      const guest = await forger.ofAnotherChannel('AnhuiMSP');
      return ofPdf(await receipt({ signatories: [guest, await forger.peer('ZhejiangMSP')] }));
    },
  ],
  [
    'a client’s certificate instead of a peer’s',
    call('checks.checkRole(endorser);'),
    async () => {
      const client = await forger.posing('AnhuiMSP', { role: 'client' });
      return ofPdf(await receipt({ signatories: [client, await forger.peer('ZhejiangMSP')] }));
    },
  ],
  [
    'a peer that is revoked',
    call('checks.checkNotRevoked(endorser, authorities);'),
    async () => ofPdf(await receipt(), await withRevoked(await forger.peer('AnhuiMSP'))),
  ],
  [
    'a signature’s twin with a high s',
    { file: 'attestation/checks.js', from: 'if (!isLowS(raw))', to: 'if (false)' },
    async () =>
      ofPdf(
        await receiptOf(async (said) => {
          const { payload, endorsements } = await forger.attest(said);
          return {
            payload,
            endorsements: endorsements.map((one) => ({ ...one, signature: highS(one.signature) })),
          };
        }),
      ),
  ],
  [
    'one province twice, by two of its peers',
    {
      file: 'attestation/checks.js',
      from: 'new Set(endorsers.map(({ mspId }) => mspId))',
      to: 'new Set(endorsers)',
    },
    async () => {
      const second = await forger.posing('ZhejiangMSP');
      return ofPdf(await receipt({ signatories: [second, await forger.peer('ZhejiangMSP')] }));
    },
  ],
  [
    'fewer provinces than the threshold',
    call('checks.checkThreshold(endorsers, authorities.anchor);'),
    async () => ofPdf(await receipt({ signatories: [await forger.peer('ZhejiangMSP')] })),
  ],
  [
    'the genuine attestation of another entry',
    call('checks.checkSubject(statement, asked);'),
    async () => ofPdf(await receiptOf(() => genuine())),
  ],
  [
    'the genuine attestation of this number, over an entry of the forger’s',
    { file: 'verify/receipt.js', from: 'seq: entry.seq, hash };', to: 'seq: entry.seq };' },
    async () => {
      const entry = await forger.anchoring([someLeaf()]);
      const forged = await forger.certificate(async (parts) => {
        await forger.append(entry);
        return { ...parts, attestation: await forger.ledger.attestEntry(forger.issuer, entry.seq) };
      });
      return ofPdf(forged);
    },
  ],
  [
    'attested in the future',
    call('checks.checkTime(statement, now, skew);'),
    async () => ofPdf(await receipt({ at: Date.now() + 60 * minute })),
  ],
  [
    'a peer whose certificate had expired when it signed',
    call('checks.checkCurrent(endorser, at);'),
    async () => {
      const late = await forger.posing('AnhuiMSP', expired);
      return ofPdf(await receipt({ signatories: [late, await forger.peer('ZhejiangMSP')] }));
    },
  ],
  [
    'another certificate’s genuine receipt',
    { file: 'verify/receipt.js', from: 'if (!isOwn(receipt, anchored) || ', to: 'if (' },
    async () => {
      const leaf = someLeaf();
      const entry = await forger.anchoring([leaf]);
      await forger.append(entry);
      const attestation = await forger.ledger.attestEntry(forger.issuer, entry.seq);
      return ofPdf(await forger.certificate(() => Promise.resolve({ leaf, entry, attestation, path: [] })));
    },
  ],
  [
    'a leaf that is not in the entry’s tree',
    { file: 'verify/receipt.js', from: ' || !(await isIncluded(receipt))', to: '' },
    async () => {
      const entry = await forger.anchoring([someLeaf()]);
      await forger.append(entry);
      const attestation = await forger.ledger.attestEntry(forger.issuer, entry.seq);
      return ofPdf(await forger.certificate((parts) => Promise.resolve({ ...parts, entry, attestation })));
    },
  ],
  [
    'a checkpoint that answers another question',
    { file: 'mirror/checkpoint.js', from: 'nonce: file.nonce, ', to: '' },
    async () => ofFeed(await publishedWith({ nonce: 'ab'.repeat(16) })),
  ],
  [
    'a checkpoint over other heads',
    { file: 'mirror/checkpoint.js', from: ', heads: await headsRoot(file.heads)', to: '' },
    async () => ofFeed(await publishedWith({ heads: 'ab'.repeat(32) })),
  ],
  [
    'a checkpoint by a peer whose certificate has expired since',
    {
      file: verify,
      from: "rule === 'now' ? now : Date.parse(statement.time)",
      to: 'Date.parse(statement.time)',
    },
    async () => {
      const late = await forger.posing('AnhuiMSP', expired);
      const signatories = [late, await forger.peer('ZhejiangMSP')];
      return ofFeed(await publishedWith({}, { at: Date.now() - 3 * minute, signatories }));
    },
  ],
];

async function publishedWith(
  ...args: Parameters<Forger['withCheckpoint']>
): Promise<ReadonlyMap<string, Uint8Array>> {
  await forger.publish();
  return forger.withCheckpoint(...args);
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** The same signature with the order less s, which ECDSA takes as well. */
function highS(signature: Uint8Array): Uint8Array {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const rLength = signature[3] ?? 0;
  const s = signature.subarray(6 + rLength);
  const high = (order - BigInt(`0x${Buffer.from(s).toString('hex')}`)).toString(16).padStart(64, '0');
  // An s above half of the order begins with a one: in DER a zero goes before it.
  const integer = Uint8Array.of(2, 33, 0, ...Buffer.from(high, 'hex'));
  const body = concat(signature.subarray(2, 4 + rLength), integer);
  return concat(Uint8Array.of(0x30, body.length), body);
}

describe('an attestation made with the ledger’s own keys', () => {
  it('passes when nothing is wrong with it: provinces that are enough can lie together', async () => {
    expect(await ofPdf(await receipt())(sdk)).toBe(true);
    expect(await ofFeed(await publishedWith({}))(sdk)).toBe(true);
  });

  it.each(forgeries)(
    'is refused for %s, and passes with that check taken out',
    async (_, mutation, forge) => {
      const accepts = await forge();
      expect(await accepts(sdk)).toBe(false);
      expect(await accepts(await mutants.load(mutation))).toBe(true);
    },
  );

  it('is not one: an Append that was endorsed and never submitted', async () => {
    const gateway = await rawGateway(forger.ledgerFile);
    const forged = await receiptOf(async (_, { entry }) => {
      const proposal = gateway.contract.newProposal('Append', {
        arguments: [canonicalJson(entry as unknown as Json)],
        endorsingOrganizations: ['AnhuiMSP', 'ZhejiangMSP'],
      });
      const transaction = await proposal.endorse();
      return attestationOf(transaction.getBytes());
    });
    gateway.close();
    expect(await ofPdf(forged)(sdk)).toBe(false);
  });

  it('is checked by nothing that has no forgery here', async () => {
    const source = await readFile(inPackage('verifier-sdk', 'dist', 'attestation', 'verify.js'), 'utf8');
    const all = new Set(source.match(/checks\.\w+(?=\()/g));
    const removed = new Set(forgeries.map(([, { from }]) => /checks\.\w+/.exec(from)?.[0]));
    // What reads a signature refuses a high s: its forgery changes that file.
    removed.add('checks.signatureOf');
    removed.delete(undefined);
    expect([...removed].sort()).toEqual([...all].sort());
  });
});
