import { deflateSync } from 'node:zlib';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { DerError, decodePem, parseCertificate } from '../der/index.js';
import { parseCredential } from '../formats/credential.js';
import { FormatError } from '../formats/error.js';
import { PdfError, readPdf } from '../pdf/index.js';
import { Random } from './random.fixture.js';
import { makeTargets } from './targets.fixture.js';

/** How many inputs a parser gets. */
const COUNT = 5 * (fc.readConfigureGlobal().numRuns ?? 0);
const random = Random.seeded();
const targets = await makeTargets();

describe(`mutated input (${COUNT} each)`, () => {
  it.each(targets)(
    'is read or refused, as $name, with its own error and in bounded time',
    async ({ name, seed, parse, refusal, slowness = 1 }) => {
      await parse(seed);
      let refused = 0;
      for (let i = 0; i < COUNT / slowness; i += 1) {
        const input = random.mutate(seed);
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
      }
      expect(refused).toBeGreaterThan(0);
    },
  );

  it('made to take long is refused at once', { timeout: 30_000 }, async () => {
    const latin1 = (content: string): Uint8Array => new Uint8Array(Buffer.from(content, 'latin1'));
    const head = '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n';
    const ending = 'trailer\n<<>>\nstartxref\n15\n%%EOF\n';
    const hostile = [
      ...['[', '<<', '(', '<</A'].map((open) => latin1(`${head}1 0 obj\n${open.repeat(500_000)}`)),
      latin1('%PDF-1.7\n'.repeat(200_000)),
      new Uint8Array(8_000_000),
      latin1(`${head}xref\n0 4000000000\n${'0000000000 65535 f \n'.repeat(100_000)}${ending}`),
      latin1(`${head}xref\n${'0 0\n'.repeat(1_000_000)}${ending}`),
      new Uint8Array(deflateSync(Buffer.alloc(30_000_000))),
    ];
    for (const bytes of hostile) await expect(readPdf(bytes)).rejects.toThrow(PdfError);
    const nested = Uint8Array.from({ length: 100_000 }, (_, i) => (i % 2 === 0 ? 0x30 : 0x80));
    expect(() => parseCertificate(nested)).toThrow(DerError);
    await expect(parseCredential(`a.b.c${'~'.repeat(200_000)}`)).rejects.toThrow(FormatError);
    expect(() => decodePem('-----BEGIN CERTIFICATE-----'.repeat(100_000))).toThrow(DerError);
  });
});
