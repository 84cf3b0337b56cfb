import { deflateSync } from 'node:zlib';

import QRCode from 'qrcode';
import { beforeAll, describe, expect, it } from 'vitest';

import { parseSignedData } from '../der/cms.js';
import { DerError, decodePem, parseCertificate, parseTimestampToken } from '../der/index.js';
import { issuerCode, newIssuerKey, typeCode } from '../attestation/network.fixture.js';
import { toHex } from '../formats/bytes.js';
import { issueCredential, parseCredential } from '../formats/credential.js';
import { FormatError } from '../formats/error.js';
import { formatIdentifier } from '../formats/identifier.js';
import { ImageError, readQr } from '../image/index.js';
import {
  makeCms,
  makeFile,
  makeObjects,
  makeParty,
  makeTimestamp,
  receiptAttribute,
  signFile,
  timestampAttribute,
} from './handmade.fixture.js';
import { PdfError, readPdf } from './index.js';
import { Random } from './random.fixture.js';

/** How many inputs a parser gets; a million in the long run. */
const COUNT = Number(process.env['CERTBRIDGE_FUZZ'] ?? 1500);
const random = Random.seeded();

interface Target {
  readonly seed: Uint8Array;
  readonly parse: (bytes: Uint8Array) => unknown;
  readonly refusal: new (...args: never[]) => Error;
}

let targets: Readonly<Record<string, Target>>;

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const bytesOf = (content: string): Uint8Array => new Uint8Array(Buffer.from(content, 'latin1'));

beforeAll(async () => {
  const [party, stamper] = await Promise.all([makeParty('issuer'), makeParty('tsa', { timestamps: true })]);
  const key = await newIssuerKey();
  const identifier = formatIdentifier({ type: typeCode, issuer: issuerCode, serial: '1', version: '001' });
  const credential = await issueCredential(
    {
      issuer: issuerCode,
      kid: toHex(key.kid),
      typeCode,
      typeVersion: 1,
      typeName: '居住证',
      identifier,
      certId: new Uint8Array(16),
      issuedOn: '2026-11-24',
      validFrom: '2026-11-24',
      validUntil: null,
      fields: { name: '张三', idNumber: '330102199001010017' },
    },
    key.sign,
  );
  const pdf = signFile(makeFile(makeObjects(credential.text, [party.chain[2]!])), party, {
    unsigned: (signature) => [
      receiptAttribute(Uint8Array.of(1)),
      timestampAttribute(makeTimestamp(stamper, signature)),
    ],
  });
  const cms = makeCms(party, new Uint8Array(32)).encode([receiptAttribute(new Uint8Array(300))]);
  const pem = `-----BEGIN CERTIFICATE-----\n${Buffer.from(party.chain[0]!).toString('base64')}\n-----END CERTIFICATE-----\n`;
  targets = {
    certificate: { seed: party.chain[0]!, parse: parseCertificate, refusal: DerError },
    cms: { seed: cms, parse: parseSignedData, refusal: DerError },
    timestamp: {
      seed: makeTimestamp(stamper, new Uint8Array(70)),
      parse: parseTimestampToken,
      refusal: DerError,
    },
    pem: { seed: bytesOf(pem), parse: (bytes) => decodePem(text(bytes)), refusal: DerError },
    credential: {
      seed: bytesOf(credential.text),
      parse: (bytes) => parseCredential(text(bytes)),
      refusal: FormatError,
    },
    pdf: { seed: pdf, parse: (bytes) => readPdf(bytes), refusal: PdfError },
    picture: {
      seed: new Uint8Array(await QRCode.toBuffer('https://example.gov.cn/v#012', { scale: 2 })),
      parse: (bytes) => readQr(bytes, { maxPixels: 250_000 }),
      refusal: ImageError,
    },
  };
});

describe(`mutated input (seed ${random.seed}, ${COUNT} each)`, () => {
  it.each(['certificate', 'cms', 'timestamp', 'pem', 'credential', 'pdf', 'picture'])(
    'is read or refused, by a %s’s parser, with its own error and in bounded time',
    async (name) => {
      const { seed, parse, refusal } = targets[name]!;
      await parse(seed);
      let refused = 0;
      for (let i = 0; i < COUNT; i += 1) {
        const input = random.mutate(seed);
        const start = performance.now();
        try {
          await parse(input);
        } catch (error) {
          if (!(error instanceof refusal)) {
            throw new Error(`${name}, input ${i}: ${Buffer.from(input).toString('base64').slice(0, 2000)}`, {
              cause: error,
            });
          }
          refused += 1;
        }
        expect(performance.now() - start, `${name}, input ${i}`).toBeLessThan(5000);
      }
      expect(refused).toBeGreaterThan(0);
    },
    240_000,
  );

  it('made to take long is refused at once', async () => {
    const deep = (open: string): Uint8Array =>
      bytesOf(`%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n${open.repeat(500_000)}`);
    const hostile = [
      deep('['),
      deep('<<'),
      deep('('),
      deep('<</A'),
      bytesOf('%PDF-1.7\n'.repeat(200_000)),
      new Uint8Array(8_000_000),
      bytesOf(
        `%PDF-1.7\n%\xe2\xe3\xcf\xd3\nxref\n0 4000000000\n${'0000000000 65535 f \n'.repeat(100_000)}trailer\n<<>>\nstartxref\n15\n%%EOF\n`,
      ),
      bytesOf(
        `%PDF-1.7\n%\xe2\xe3\xcf\xd3\nxref\n${'0 0\n'.repeat(1_000_000)}trailer\n<<>>\nstartxref\n15\n%%EOF\n`,
      ),
      new Uint8Array(deflateSync(Buffer.alloc(30_000_000))),
    ];
    for (const bytes of hostile) {
      const start = performance.now();
      await expect(readPdf(bytes)).rejects.toThrow(PdfError);
      expect(performance.now() - start).toBeLessThan(5000);
    }
    const nested = Uint8Array.from({ length: 100_000 }, (_, i) => (i % 2 === 0 ? 0x30 : 0x80));
    expect(() => parseCertificate(nested)).toThrow(DerError);
    await expect(parseCredential(`a.b.c${'~'.repeat(200_000)}`)).rejects.toThrow(FormatError);
    expect(() => decodePem('-----BEGIN CERTIFICATE-----'.repeat(100_000))).toThrow(DerError);
  });
});
