import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  openDocumentRenderer,
  receiptReserve,
  withReceipt,
} from '@certbridge/service/certificates/documents';
import type {
  DocumentContent,
  DocumentRenderer,
  DocumentRendererOptions,
} from '@certbridge/service/certificates/documents';
import { KeyStore, readCertificates } from '@certbridge/service/certificates/signing';
import type { KeyStoreOptions, SignatureAlgorithm, Signer } from '@certbridge/service/certificates/signing';
import { EmbeddedTimestampAuthority } from '@certbridge/service/certificates/timestamps';
import {
  encodeQrText,
  fromHex,
  formatIdentifier,
  issueCredential,
  maskIdNumber,
  signQr,
  toLowS,
} from '@certbridge/verifier-sdk/formats';
import type { DepartmentAuthority, DepartmentKeyFile } from '../key-sources/department-authority.js';
import { sampleOf } from './samples.js';

/** As the default start has it. */
export const RECEIPT_RESERVE = receiptReserve({ endorsements: 2, size: 1000 });

/** Keys, an authority reachable over HTTP, timestamps and a renderer, in a folder of their own. */
export interface DocumentWorkshop {
  readonly dir: string;
  /** The folder of the keys. */
  readonly keys: string;
  readonly renderer: DocumentRenderer;
  /** Another renderer, with timestamps from elsewhere or otherwise made. */
  rendererWith(options: Partial<DocumentRendererOptions>): Promise<DocumentRenderer>;
  readonly rootsFile: string;
  /** The key of a sample's issuer; made when first asked for. */
  signer(slug: string, algorithm?: SignatureAlgorithm): Promise<Signer>;
  /** A key of a sample's issuer from its own authority's key file. */
  importKeyFile(slug: string, file: DepartmentKeyFile): Promise<Signer>;
  /** A key made here, requested and certified by that authority. */
  certifiedBy(slug: string, authority: DepartmentAuthority): Promise<Signer>;
  /** Another key store of the same authority, whose keys a hardware module makes. */
  withToken(token: NonNullable<KeyStoreOptions['token']>): Promise<KeyStore>;
  content(slug: string, change?: Partial<DocumentContent>): Promise<DocumentContent>;
  close(): Promise<void>;
}

/** Deterministic bytes, so that pictures of pages can be compared. */
export function seeded(text: string, length: number): Uint8Array {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, n) =>
    createHash('sha256').update(`${text}${n}`).digest(),
  );
  return new Uint8Array(Buffer.concat(blocks).subarray(0, length));
}

/** @param options.fixed identifiers, salts and signatures are always the same, so that pages are */
export async function openDocumentWorkshop(options: { fixed?: boolean } = {}): Promise<DocumentWorkshop> {
  const dir = await mkdtemp(join(tmpdir(), 'cb-documents-'));
  const held: { keys?: KeyStore } = {};
  const server: Server = createServer((request, response) => {
    const name = (request.url ?? '').replace('/ca/', '');
    void Promise.resolve(held.keys?.publicFile(name)).then((file) => {
      response.writeHead(file ? 200 : 404, { connection: 'close' });
      response.end(file ? Buffer.from(file) : undefined);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const store = { caBaseUrl: `http://127.0.0.1:${port}/ca` };
  const keys = await KeyStore.open(join(dir, 'keys'), store);
  held.keys = keys;
  const timestamps = await EmbeddedTimestampAuthority.create({
    signer: keys.timestampSigner,
    validationData: () => keys.validationData(keys.timestampSigner),
  });
  const rendererWith = (more: Partial<DocumentRendererOptions>): Promise<DocumentRenderer> =>
    openDocumentRenderer({
      timestamps,
      validationData: (signer) => keys.validationData(signer),
      receiptReserve: RECEIPT_RESERVE,
      ...more,
    });
  const renderer = await rendererWith({});
  const rootsFile = join(dir, 'roots.pem');
  await writeFile(rootsFile, keys.documentRootsPem());
  const signers = new Map<string, Promise<Signer>>();
  const signer = (slug: string, algorithm: SignatureAlgorithm = 'ES256'): Promise<Signer> => {
    const { issuer } = sampleOf(slug);
    const key = `${issuer.code}/${algorithm}`;
    const known = signers.get(key) ?? keys.createIssuerKey(issuer, 'certificate', algorithm);
    signers.set(key, known);
    return known;
  };
  return {
    dir,
    keys: join(dir, 'keys'),
    renderer,
    rendererWith,
    rootsFile,
    signer,
    importKeyFile: (slug, file) => keys.importKeyFile(sampleOf(slug).issuer, 'certificate', file),
    certifiedBy: async (slug, authority) => {
      const { issuer } = sampleOf(slug);
      const { request } = await keys.request(issuer, 'certificate', 'ES256');
      return keys.certify(issuer, readCertificates(await authority.answer(request)));
    },
    withToken: (token) => KeyStore.open(join(dir, 'keys'), { ...store, token }),
    content: async (slug, change) => contentOf(slug, await signer(slug), options.fixed === true, change),
    close: async () => {
      server.close();
      await rm(dir, { recursive: true });
    },
  };
}

async function contentOf(
  slug: string,
  signer: Signer,
  fixed: boolean,
  change: Partial<DocumentContent> = {},
): Promise<DocumentContent> {
  const { type, issuer, issuedOn, validFrom, validUntil, fields } = sampleOf(slug);
  const certId = fixed ? seeded(slug, 16) : new Uint8Array(randomBytes(16));
  const identifier = formatIdentifier({
    type: type.code,
    issuer: issuer.code,
    serial: '000000001',
    version: '001',
  });
  const validity = { validFrom, validUntil };
  // A fixed page has a fixed symbol; nobody verifies that signature.
  const sign = fixed
    ? () => Promise.resolve(toLowS(seeded(`${slug}signature`, 64)))
    : (bytes: Uint8Array) => signer.sign(bytes);
  const kid = fixed ? '0123456789abcdef' : signer.kid;
  const cose = await signQr(
    {
      issuer: issuer.code,
      identifier,
      certId,
      name: type.name,
      holderName: String(fields[type.holderName]),
      holderNumber: maskIdNumber(String(fields[type.holderNumber])),
      ...validity,
    },
    { kid: fromHex(kid), sign },
  );
  const credential = await issueCredential(
    {
      issuer: issuer.code,
      kid,
      typeCode: type.code,
      typeVersion: type.version,
      typeName: type.name,
      identifier,
      certId,
      issuedOn,
      ...validity,
      fields,
      holder: { name: type.holderName, number: type.holderNumber },
      titles: Object.entries(type.schema.properties).map(([field, { 'x-title': title }]) => ({
        field,
        ...title,
      })),
    },
    sign,
    fixed ? { salt: () => seeded(`${slug}salt`, 16) } : {},
  );
  return {
    type,
    layoutVersion: type.layout,
    identifier,
    certId,
    fields,
    issuer,
    issuedOn,
    ...validity,
    qr: await encodeQrText(cose, 'certbridge.example'),
    credential: credential.text,
    ...change,
  };
}

/** A receipt's worth of bytes; what it says does not matter to a document. */
export function receiptFor(pdf: Uint8Array, length = 3600): Uint8Array {
  return withReceipt(pdf, seeded('receipt', length));
}
