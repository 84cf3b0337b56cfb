import { X509Certificate, createHash, createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedLedger } from '@certbridge/network';
import type { EmbeddedLedger } from '@certbridge/network';
import { approveTypes, connectLedger } from '@certbridge/service/ledger/adapter';
import type { Ledger } from '@certbridge/service/ledger/adapter';
import {
  canonicalJson,
  concat,
  credentialDigest,
  cutPages,
  encodeCheckpoint,
  encodeLeaf,
  encodePage,
  encodeReceipt,
  formatIdentifier,
  headsRoot,
  headsText,
  issueCredential,
  leafHash,
  merkleTree,
  pagePath,
  parseTrustAnchor,
  qrList,
  recordHash,
  sha256Hex,
  toHex,
  utf8,
  zeroHash,
} from '@certbridge/verifier-sdk/formats';
import type {
  AnchoringEntry,
  Attestation,
  Entry,
  Json,
  Leaf,
  LogRecord,
  TrustAnchor,
} from '@certbridge/verifier-sdk/formats';
import { CertificateAuthority, signLowS } from '@certbridge/network';
import {
  field,
  issuerKeyOf,
  makeFile,
  makeObjects,
  makeParty,
  makePayload,
  newIssuerKey,
  readPdf,
  receiptAttribute,
  signFile,
} from '@certbridge/verifier-sdk-fixtures';
import type { Changes, Party, TestKey } from '@certbridge/verifier-sdk-fixtures';
import { newCert, newIssuerCode, newNonce, TYPE } from '../ledger/issuers.js';

const NAME = '示例厅';

/** Somebody who signs for a province, rightly or not. */
export interface Signatory {
  readonly mspId: string;
  readonly pem: string;
  readonly key: KeyObject;
}

/** A forged receipt's parts, for the forger to change before they are put together. */
export interface Forged {
  readonly leaf: Leaf;
  readonly entry: AnchoringEntry;
  readonly attestation: Attestation;
  readonly path: readonly Uint8Array[];
}

const der = (pem: string): Uint8Array => new Uint8Array(new X509Certificate(pem).raw);

/**
 * Has everything: an issuer's key, the embedded ledger's peers' keys and its provinces' authorities. What such
 * a one makes is perfect but for the one thing that the forgery leaves out.
 */
export class Forger {
  readonly anchor: TrustAnchor;
  readonly issuer: string;
  /** The feed as it honestly is: a revocation is in it. */
  readonly feed = new Map<string, Uint8Array>();
  readonly ledgerFile: string;
  readonly ledger: Ledger;
  readonly #embedded: EmbeddedLedger;
  readonly #folder: string;
  readonly #party: Party;
  readonly #key: TestKey;
  readonly #credentialKey: TestKey;
  #last: Entry | undefined;

  private constructor(parts: {
    anchor: TrustAnchor;
    issuer: string;
    ledger: Ledger;
    ledgerFile: string;
    embedded: EmbeddedLedger;
    folder: string;
    party: Party;
    key: TestKey;
    credentialKey: TestKey;
  }) {
    this.anchor = parts.anchor;
    this.issuer = parts.issuer;
    this.ledger = parts.ledger;
    this.ledgerFile = parts.ledgerFile;
    this.#embedded = parts.embedded;
    this.#folder = parts.folder;
    this.#party = parts.party;
    this.#key = parts.key;
    this.#credentialKey = parts.credentialKey;
  }

  static async start(): Promise<Forger> {
    const folder = await mkdtemp(join(tmpdir(), 'certbridge-forger-'));
    const embedded = await startEmbeddedLedger({ dir: folder });
    const ledgerFile = embedded.ledgerFiles['ZhejiangMSP'] ?? '';
    const ledger = await connectLedger(ledgerFile);
    const anhui = await connectLedger(embedded.ledgerFiles['AnhuiMSP'] ?? '');
    await approveTypes([ledger, anhui], [{ code: TYPE, name: '居住证' }]);
    await anhui.close();
    const party = await makeParty(NAME);
    const spki = new X509Certificate(party.chain[0] ?? '').publicKey.export({ type: 'spki', format: 'der' });
    const key = await issuerKeyOf(party.key, new Uint8Array(spki));
    const issuer = newIssuerCode(ledger.region);
    await ledger.registerIssuer(issuer, NAME, [TYPE]);
    const credentialKey = await newIssuerKey();
    await ledger.addKey(issuer, { algorithm: 'ES256', ...key }, 'certificate');
    await ledger.addKey(issuer, { algorithm: 'ES256', ...credentialKey }, 'credential');
    await ledger.beat();
    const anchor = parseTrustAnchor(await readFile(embedded.trustAnchorFile));
    const forger = new Forger({
      ...{ anchor, issuer, ledger, ledgerFile, embedded, folder, party, key, credentialKey },
    });
    await forger.append({ changes: [{ cert: newCert(), state: 'revoked', reason: 'lost' }] });
    await forger.publish();
    return forger;
  }

  async close(): Promise<void> {
    await this.ledger.close();
    await this.#embedded.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** A province's real peer. */
  async peer(mspId: string): Promise<Signatory> {
    const msp = join(this.#folder, 'identities', mspId, 'peer0', 'msp');
    return this.#signatory(mspId, join(msp, 'signcerts', 'cert.pem'), join(msp, 'keystore', 'priv_sk'));
  }

  async #signatory(mspId: string, certificate: string, key: string): Promise<Signatory> {
    return {
      mspId,
      pem: await readFile(certificate, 'utf8'),
      key: createPrivateKey(await readFile(key)),
    };
  }

  /** An identity that a province's own authority certifies. `as`: the MSP that it poses as. */
  async posing(
    by: string,
    { as = by, role = 'peer', days }: { as?: string; role?: 'peer' | 'client'; days?: number } = {},
  ): Promise<Signatory> {
    const folder = join(this.#folder, 'identities', by, 'ca');
    const [certificate, privateKey] = await Promise.all([
      readFile(join(folder, 'cert.pem'), 'utf8'),
      readFile(join(folder, 'key.pem'), 'utf8'),
    ]);
    return identity(new CertificateAuthority(by, { certificate, privateKey }), as, role, days);
  }

  /** An identity of an authority of the same name, as the province has one for another channel. */
  async ofAnotherChannel(mspId: string): Promise<Signatory> {
    return identity(await CertificateAuthority.create(mspId, `ca.${mspId}`), mspId, 'peer');
  }

  async fingerprint({ pem }: Signatory): Promise<string> {
    return sha256Hex(der(pem));
  }

  /** The two provinces that are enough. */
  async both(): Promise<Signatory[]> {
    return [await this.peer('AnhuiMSP'), await this.peer('ZhejiangMSP')];
  }

  /** Appends to the issuer's log, as the issuer's service does. */
  async append(body: Partial<Entry>): Promise<Entry> {
    const entry = await this.#next(body);
    await this.ledger.append(entry);
    this.#last = entry;
    return entry;
  }

  async #next(body: Partial<Entry>): Promise<Entry> {
    const { network, channel } = this.ledger;
    const last = this.#last;
    const seq = (last?.seq ?? 0) + 1;
    const prev = last ? await recordHash(last) : zeroHash;
    const time = new Date().toISOString();
    const { under } = await this.ledger.registry(this.issuer);
    return { v: 1, network, channel, issuer: this.issuer, seq, prev, time, under, ...body };
  }

  statement(tag: string, body: Readonly<Record<string, Json>>, at = Date.now()): Uint8Array {
    const { network, channel } = this.ledger;
    const time = new Date(at).toISOString();
    return utf8(canonicalJson({ $tag: `certbridge/${tag}/1`, channel, network, time, ...body }));
  }

  async entryStatement(
    entry: Entry,
    body: Readonly<Record<string, Json>> = {},
    at?: number,
  ): Promise<Uint8Array> {
    const used = [
      { ...this.#key, use: 'certificate' },
      { ...this.#credentialKey, use: 'credential' },
    ];
    const named = await Promise.all(
      used.map(async ({ kid, spki, use }) => {
        return { kid: toHex(kid), alg: 'ES256', use, spki: await sha256Hex(spki) };
      }),
    );
    const keys = named.sort((a, b) => (a.kid < b.kid ? -1 : 1));
    const hash = await recordHash(entry);
    const all = {
      issuer: this.issuer,
      name: NAME,
      mspId: 'ZhejiangMSP',
      seq: entry.seq,
      hash,
      keys,
      ...body,
    };
    return this.statement('entry', all, at);
  }

  /** Signs as peers do what the contract never said. */
  async attest(
    statement: Uint8Array,
    changes: Omit<Changes, 'endorsers' | 'highS'> = {},
    signatories?: readonly Signatory[],
  ): Promise<Attestation> {
    const payload = makePayload(statement, changes);
    const endorsements = (signatories ?? (await this.both())).map((one) => endorse(payload, one));
    return { payload, endorsements };
  }

  /**
   * A certificate signed with the issuer's own key that was never anchored, with a receipt that `forge` makes for
   * an entry that never was.
   */
  async certificate(forge: (forged: Omit<Forged, 'attestation'>) => Promise<Forged>): Promise<Uint8Array> {
    const certId = new Uint8Array(Buffer.from(newCert(), 'hex'));
    const serial = toHex(certId).toUpperCase();
    const { text, jwt } = await issueCredential(
      {
        issuer: this.issuer,
        kid: toHex(this.#credentialKey.kid),
        typeCode: TYPE,
        typeVersion: 1,
        typeName: '居住证',
        identifier: formatIdentifier({ type: TYPE, issuer: this.issuer, serial, version: '001' }),
        certId,
        issuedOn: '2026-01-01',
        validFrom: '2020-01-01',
        validUntil: null,
        fields: { name: '张三' },
      },
      this.#credentialKey.sign,
    );
    const objects = makeObjects(text, [this.#party.chain[2] ?? new Uint8Array()]);
    objects.set(5, (objects.get(5) ?? '').replace('0'.repeat(8000), '0'.repeat(24_000)));
    const file = makeFile(objects);
    const { digest } = await readPdf(signFile(Buffer.from(file), this.#party));
    const qr = new Uint8Array(createHash('sha256').update(certId).digest());
    const leaf = { certId, qr, credential: await credentialDigest(jwt), pdf: digest };
    const entry = await this.anchoring([leaf]);
    const receipt = encodeReceipt({
      ...(await this.#flat(await forge({ leaf, entry, path: [] }))),
      index: 0,
    });
    return signFile(Buffer.from(file), this.#party, { unsigned: () => [receiptAttribute(receipt)] });
  }

  async #flat({ leaf, ...rest }: Forged): Promise<Leaf & Omit<Forged, 'leaf'>> {
    return Promise.resolve({ ...leaf, ...rest });
  }

  /** The entry that would anchor these leaves next. */
  async anchoring(leaves: readonly Leaf[]): Promise<AnchoringEntry> {
    const tree = await merkleTree(await Promise.all(leaves.map((leaf) => leafHash(encodeLeaf(leaf)))));
    const { hash } = await qrList(leaves.flatMap(({ qr }) => (qr ? [qr] : [])));
    const root = toHex(tree.root);
    const keys = [this.#key, this.#credentialKey].map(({ kid }) => toHex(kid)).sort();
    const members = { root, size: tree.size, keys, types: [TYPE], qr: hash };
    return { ...(await this.#next({})), ...members };
  }

  /** Writes the feed as the ledger stands. */
  async publish(): Promise<void> {
    const nonce = newNonce();
    const { heads, attestation } = await this.ledger.checkpoint(nonce);
    for (const { log, id, seq } of heads) {
      const records: LogRecord[] = [];
      while (records.length < seq)
        records.push(...(await this.ledger.records(log, id, records.length + 1, 100)));
      for (const page of cutPages(records)) {
        const from = page[0]?.seq ?? 1;
        this.feed.set(pagePath(log, id, from), encodePage({ v: 1, log, id, from, records: page }));
      }
    }
    this.feed.set(
      'feed/checkpoint.json',
      encodeCheckpoint({ v: 1, heads: headsText(heads), attestation, nonce }),
    );
  }

  /** The feed with a checkpoint of the forger's over the same heads. */
  async withCheckpoint(
    body: Readonly<Record<string, Json>>,
    { at = Date.now(), signatories }: { at?: number; signatories?: readonly Signatory[] } = {},
  ): Promise<ReadonlyMap<string, Uint8Array>> {
    const nonce = newNonce();
    const heads = headsText(await this.ledger.heads());
    const count = heads.split('\n').length - 1;
    const all = { count, heads: await headsRoot(heads), anchor: 1, beats: [], nonce, ...body };
    const attestation = await this.attest(this.statement('checkpoint', all, at), {}, signatories);
    const checkpoint = encodeCheckpoint({ v: 1, heads, attestation, nonce });
    return new Map(this.feed).set('feed/checkpoint.json', checkpoint);
  }
}

async function identity(
  authority: CertificateAuthority,
  mspId: string,
  role: 'peer' | 'client',
  days?: number,
): Promise<Signatory> {
  const request = { name: 'peer0', role, ...(days !== undefined && { days }) };
  const { certificate, privateKey } = await authority.issueIdentity(request);
  return { mspId, pem: certificate, key: createPrivateKey(privateKey) };
}

/** One signature as Fabric's peers make it. */
export function endorse(
  payload: Uint8Array,
  { mspId, pem, key }: Signatory,
): Attestation['endorsements'][number] {
  const endorser = concat(field(1, mspId), field(2, pem));
  return { endorser, signature: new Uint8Array(signLowS(key, concat(payload, endorser))) };
}
