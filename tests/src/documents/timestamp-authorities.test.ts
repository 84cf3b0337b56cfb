import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { KeyStore } from '@certbridge/service/certificates/signing';
import { EmbeddedTimestampAuthority } from '@certbridge/service/certificates/timestamps';
import { examine } from '@certbridge/service/upkeep/doctor';
import type { Finding } from '@certbridge/service/upkeep/doctor';
import { decodePem } from '@certbridge/verifier-sdk/der';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Office } from '../department/office.js';
import { inRepository } from '../packages.js';
import { missing } from '../requirements.js';
import { RSA, startForeignAuthority } from './foreign-authority.js';
import type { AuthorityShape, ForeignAuthority } from './foreign-authority.js';

const RSA_ENCRYPTION = '300d06092a864886f70d0101010500';
const SHA256_WITH_RSA = '300d06092a864886f70d01010b0500';

interface Element {
  readonly tag: number;
  readonly body: Buffer;
  readonly der: Buffer;
}

/** The elements of DER, one after another. */
function elements(bytes: Buffer): Element[] {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length;) {
    const size = bytes[at + 1]!;
    const octets = size < 128 ? 0 : size & 127;
    const length = octets === 0 ? size : bytes.readUIntBE(at + 2, octets);
    const start = at + 2 + octets;
    found.push({
      tag: bytes[at]!,
      body: bytes.subarray(start, start + length),
      der: bytes.subarray(at, start + length),
    });
    at = start + length;
  }
  return found;
}

function wrap(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const hex = body.length.toString(16);
  const octets = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const length = body.length < 128 ? octets : Buffer.concat([Buffer.of(0x80 | octets.length), octets]);
  return Buffer.concat([Buffer.of(tag), length, body]);
}

/** An attribute certificate of version 2 (RFC 5755 §4.1) with nothing in it that anybody reads. */
const ATTRIBUTE_CERTIFICATE = wrap(0xa2, wrap(0x30), wrap(0x30), wrap(0x03, Buffer.of(0)));

/** The token with its signature algorithm by the name X.509 uses, an attribute certificate and a revocation list. */
function dressed(answer: Buffer, crl: Buffer): Buffer {
  const [outer] = elements(answer);
  const [status, token] = elements(outer!.body);
  const [type, explicit] = elements(token!.body);
  const [signedData] = elements(explicit!.body);
  const [, digests, content, certificates, signers] = elements(signedData!.body);
  const text = signers!.der.toString('hex');
  expect(text).toContain(RSA_ENCRYPTION);
  const renamed = Buffer.from(text.replace(RSA_ENCRYPTION, SHA256_WITH_RSA), 'hex');
  const body = wrap(
    0x30,
    Buffer.from('020104', 'hex'),
    digests!.der,
    content!.der,
    wrap(0xa0, certificates!.body, ATTRIBUTE_CERTIFICATE),
    wrap(0xa1, crl),
    renamed,
  );
  return wrap(0x30, status!.der, wrap(0x30, type!.der, wrap(0xa0, body)));
}

const shapes: readonly (readonly [string, AuthorityShape])[] = [
  ['OpenSSL’s stock configuration: signing-certificate of version 1', { key: RSA, chain: ['issuing'] }],
  [
    'the whole chain, root included, in the token and in its signing-certificate attribute',
    { key: RSA, chain: ['issuing', 'root'], settings: 'ess_cert_id_chain = yes' },
  ],
  [
    'nothing but the signer’s certificate, SHA-512, signing-certificate of version 2',
    { key: RSA, chain: [], settings: 'signer_digest = sha512\ness_cert_id_alg = sha256' },
  ],
  [
    'a key on P-384',
    {
      key: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'],
      chain: ['issuing'],
      settings: 'signer_digest = sha384\ness_cert_id_alg = sha384',
    },
  ],
  [
    'sha256WithRSAEncryption, an attribute certificate and a revocation list',
    { key: RSA, chain: ['issuing'], rewrite: dressed },
  ],
];

const sample = inRepository('samples', 'residence-permit.csv');

let folder: string;
let authority: ForeignAuthority | undefined;
let office: Office | undefined;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'certbridge-authorities-'))));
afterEach(async () => {
  authority?.close();
  await office?.close();
  [authority, office] = [undefined, undefined];
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const using = ({ url, rootsFile }: ForeignAuthority): Record<string, string> => ({
  CERTBRIDGE_TIMESTAMPS: url,
  CERTBRIDGE_TIMESTAMP_ROOTS: rootsFile,
});

/** What the doctor finds of an authority beside the service of `office`. */
async function doctorSays(of: ForeignAuthority): Promise<Finding | undefined> {
  const environment = {
    CERTBRIDGE_DATA: join(office?.folder ?? folder, 'data'),
    CERTBRIDGE_DEVELOPMENT: 'yes',
  };
  for await (const finding of examine({ ...environment, ...using(of) }))
    if (finding.check === 'timestamps') return finding;
  return undefined;
}

describe.skipIf(missing('openssl'))('a service with a time-stamping authority of others', () => {
  it.each(shapes)('mints what a window calls valid: %s', async (_, shape) => {
    authority = await startForeignAuthority(await mkdtemp(join(folder, 'shape-')), shape);
    office = await Office.open(using(authority));
    const [head, row] = (await readFile(sample, 'utf8')).split('\n');
    const file = join(office.folder, 'one.csv');
    await writeFile(file, `${head}\n${row}\n`);
    const out = join(office.folder, 'out');
    const said = await office.certbridge('operator', [
      'issue',
      file,
      '--type',
      'residence-permit',
      '--out',
      out,
    ]);
    expect(said).toMatchObject({ code: 0, err: '' });
    const [pdf = ''] = await readdir(out);
    const timestampRoots = decodePem(await readFile(authority.rootFile, 'latin1'));
    const report = await office.windowSays(await readFile(join(out, pdf)), { timestampRoots });
    expect(report).toMatchObject({ verdict: 'valid', code: 'OK' });
    expect(await doctorSays(authority)).toMatchObject({ state: 'well' });
  });

  it('does not start with one whose timestamps no window would accept, and says why', async () => {
    const shape = {
      key: RSA,
      chain: ['issuing'],
      rewrite: (answer: Buffer) => withoutChain(answer),
    } as const;
    authority = await startForeignAuthority(join(folder, 'without'), shape);
    await expect(Office.open(using(authority))).rejects.toMatchObject({
      code: 'TIMESTAMPS_UNUSABLE',
      message: expect.stringMatching(/certificate is missing/) as string,
    });
  });

  it('does not start with one that ends in another root than its setting names', async () => {
    const [, shape] = shapes[0]!;
    authority = await startForeignAuthority(join(folder, 'one'), shape);
    const other = await startForeignAuthority(join(folder, 'other'), shape);
    other.close();
    await expect(Office.open(using({ ...authority, rootsFile: other.rootsFile }))).rejects.toMatchObject({
      code: 'TIMESTAMPS_UNUSABLE',
      message: expect.stringMatching(/not trusted here/) as string,
    });
  });
});

describe('a service whose clock is not that of its time-stamping authority', () => {
  it('starts, says what is wrong, and is ready by itself once the clocks agree', async () => {
    const keys = await KeyStore.open(join(folder, 'keys'), { caBaseUrl: 'http://ca.example/ca' });
    let off = 600_000;
    const own = await EmbeddedTimestampAuthority.create({
      signer: keys.timestampSigner,
      validationData: () => keys.validationData(keys.timestampSigner),
      clock: () => new Date(Date.now() + off),
    });
    const server = createServer((request, response) => {
      void buffer(request)
        .then((asked) => own.answer(asked))
        .then((answer) => response.end(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const rootsFile = join(folder, 'own.pem');
    await writeFile(rootsFile, keys.documentRootsPem());
    const { port } = server.address() as AddressInfo;
    authority = {
      url: `http://127.0.0.1:${port}/`,
      rootFile: rootsFile,
      rootsFile,
      close: () => server.close(),
    };
    office = await Office.open(using(authority));
    const readyz = () => fetch(`${office?.bridge.url ?? ''}/readyz`);
    const says = {
      zh: expect.stringContaining('请在两边启用 NTP') as string,
      en: expect.stringMatching(/issuing waits.*run NTP on both/) as string,
    };
    const answer = await readyz();
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ lacking: [{ part: 'timestamps', says }] });
    expect(await doctorSays(authority)).toMatchObject({
      state: 'fault',
      says: { zh: says.zh, en: expect.stringMatching(/run NTP on both\.$/) as string },
    });
    off = 0;
    await expect.poll(async () => (await readyz()).status).toBe(200);
  });
});

/** The token without its certificates, for which the service asks. */
function withoutChain(answer: Buffer): Buffer {
  const [outer] = elements(answer);
  const [status, token] = elements(outer!.body);
  const [type, explicit] = elements(token!.body);
  const [signedData] = elements(explicit!.body);
  const [version, digests, content, , signers] = elements(signedData!.body);
  const body = wrap(0x30, version!.der, digests!.der, content!.der, signers!.der);
  return wrap(0x30, status!.der, wrap(0x30, type!.der, wrap(0xa0, body)));
}
