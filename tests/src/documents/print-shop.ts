import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPress, receiptReserve, withReceipt } from '@certbridge/service/documents';
import type { DocumentContent, Press } from '@certbridge/service/documents';
import { KeyStore } from '@certbridge/service/signing';
import type { SignatureAlgorithm, Signer } from '@certbridge/service/signing';
import { EmbeddedTimestampAuthority } from '@certbridge/service/timestamps';
import {
  encodeQrText,
  fromHex,
  formatIdentifier,
  issueCredential,
  signQr,
  toLowS,
} from '@certbridge/verifier-sdk/formats';
import { SAMPLES } from './samples.js';

export const ISSUER = { code: '11330000MB1234567X', name: '浙江省示例政务服务局' };
export const RECEIPT_RESERVE = receiptReserve({ endorsements: 2 });
const TYPES = new URL('../../../service/certificate-types/', import.meta.url);

interface TypeFile {
  readonly code: string;
  readonly version: number;
  readonly slug: string;
  readonly name: string;
}

/** Keys, an authority reachable over HTTP, timestamps and a press, in a folder of their own. */
export interface PrintShop {
  readonly dir: string;
  readonly store: KeyStore;
  readonly press: Press;
  readonly timestamps: EmbeddedTimestampAuthority;
  readonly rootsFile: string;
  readonly signers: Readonly<Record<SignatureAlgorithm, Signer>>;
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

export async function openPrintShop(options: { fixed?: boolean } = {}): Promise<PrintShop> {
  const dir = await mkdtemp(join(tmpdir(), 'cb-documents-'));
  const held: { keys?: KeyStore } = {};
  const server: Server = createServer((request, response) => {
    const file = held.keys?.publicFile((request.url ?? '').replace('/ca/', ''));
    response.writeHead(file ? 200 : 404, { connection: 'close' });
    response.end(file ? Buffer.from(file) : undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const keys = await KeyStore.open(join(dir, 'keys'), { caBaseUrl: `http://127.0.0.1:${port}/ca` });
  held.keys = keys;
  const timestamps = await EmbeddedTimestampAuthority.create({
    signer: keys.timestampSigner,
    validationData: () => keys.validationData(keys.timestampSigner),
  });
  const press = await openPress({
    timestamps,
    validationData: (signer) => keys.validationData(signer),
    receiptReserve: RECEIPT_RESERVE,
  });
  const rootsFile = join(dir, 'roots.pem');
  await writeFile(rootsFile, keys.documentRootsPem());
  const signers = {
    ES256: await keys.createIssuerKey(ISSUER, 'ES256'),
    RS256: await keys.createIssuerKey(ISSUER, 'RS256'),
  };
  return {
    dir,
    store: keys,
    press,
    timestamps,
    rootsFile,
    signers,
    content: (slug, change) => contentOf(slug, signers.ES256, options.fixed === true, change),
    close: async () => {
      server.close();
      await rm(dir, { recursive: true });
    },
  };
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('a sample has a holder with a name');
  return value;
}

async function contentOf(
  slug: string,
  signer: Signer,
  fixed: boolean,
  change: Partial<DocumentContent> = {},
): Promise<DocumentContent> {
  const sample = SAMPLES[slug]!;
  const type = JSON.parse(readFileSync(new URL(`${slug}/type.json`, TYPES), 'utf8')) as TypeFile;
  const certId = fixed ? seeded(slug, 16) : new Uint8Array(randomBytes(16));
  const identifier = formatIdentifier({
    type: type.code,
    issuer: ISSUER.code,
    serial: '2026112400000001',
    version: '001',
  });
  const validity = { validFrom: '2026-11-24', validUntil: '2036-11-23' };
  // A fixed page has a fixed symbol; nobody verifies that signature.
  const sign = fixed
    ? () => Promise.resolve(toLowS(seeded(`${slug}signature`, 64)))
    : (bytes: Uint8Array) => signer.sign(bytes);
  const kid = fixed ? '0123456789abcdef' : signer.kid;
  const cose = await signQr(
    {
      issuer: ISSUER.code,
      identifier,
      certId,
      name: type.name,
      holderName: textOf(sample.fields[sample.holder]),
      holderNumber: '3301**********0028',
      ...validity,
    },
    { kid: fromHex(kid), sign },
  );
  const credential = await issueCredential(
    {
      issuer: ISSUER.code,
      kid,
      typeCode: type.code,
      typeVersion: type.version,
      typeName: type.name,
      identifier,
      certId,
      issuedOn: '2026-11-24',
      ...validity,
      fields: sample.fields,
    },
    sign,
    fixed ? { salt: () => seeded(`${slug}salt`, 16) } : {},
  );
  return {
    type,
    layoutVersion: 1,
    identifier,
    certId,
    fields: sample.fields,
    issuer: ISSUER,
    issuedOn: '2026-11-24',
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
