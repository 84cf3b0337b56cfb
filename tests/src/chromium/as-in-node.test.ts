import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as sdk from '@certbridge/verifier-sdk';
import { fromBase64, sha256, toBase64, toHex } from '@certbridge/verifier-sdk/formats';
import {
  TestNetwork,
  departures,
  issuerCode,
  makeStock,
  readManifest,
  recordHistory,
  typeCode,
  vectorFiles,
} from '@certbridge/verifier-sdk-fixtures';
import type { RecordedHistory } from '@certbridge/verifier-sdk-fixtures';
import { followHistory } from '@certbridge/verifier-sdk-fixtures/window';
import { inPackage } from '../packages.js';
import { missing } from '../requirements.js';
import { ChromiumWindow } from './chromium-window.js';

/* Five histories in `npm test`, a tenth of those that Node follows in `npm run test:long`. */
const runs = fc.readConfigureGlobal().numRuns ?? 300;
const numRuns = runs > 300 ? Math.ceil(runs / 30) : Math.ceil(runs / 60);

interface KeyVector {
  readonly name: string;
  readonly input: { readonly alg: 'ES256' | 'RS256'; readonly spki: string };
  readonly ok: boolean;
}

async function keyVectors(): Promise<(KeyVector & { readonly kid: string })[]> {
  const path = inPackage('verifier-sdk', 'vectors', 'shared', 'public-keys.json');
  const vectors = JSON.parse(await readFile(path, 'utf8')) as KeyVector[];
  return Promise.all(
    vectors.map(async (vector) => {
      const hash = await sha256(fromBase64(vector.input.spki));
      return { ...vector, kid: toHex(hash.subarray(0, 8)) };
    }),
  );
}

/** A ledger on which a province registered every one of these keys, whatever it is. */
async function registered(vectors: Awaited<ReturnType<typeof keyVectors>>): Promise<RecordedHistory> {
  const world = await TestNetwork.create();
  const issuer = { issuer: issuerCode, name: '示例', types: [typeCode] };
  await world.province('ZhejiangMSP', { kind: 'issuer', ...issuer });
  for (const { kid, input } of vectors) {
    await world.province('ZhejiangMSP', {
      kind: 'key',
      issuer: issuerCode,
      kid,
      use: 'certificate',
      ...input,
    });
  }
  world.beat();
  await world.publish();
  const files = [...world.files].map(([path, bytes]) => [path, toBase64(bytes)] as const);
  return {
    anchor: world.anchor,
    cuts: [{ now: world.now, files, certificates: [], honest: [], issuers: [] }],
  };
}

describe.skipIf(missing('chromium'))('Chromium', () => {
  let chromium: ChromiumWindow;
  beforeAll(async () => {
    chromium = await ChromiumWindow.open();
  });
  afterAll(() => chromium.close());

  it('follows random histories of a ledger as Node does, to the same knowledge and the same verdicts', async () => {
    const stock = await makeStock();
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const history = await recordHistory(seed, stock);
        const followed = await chromium.follow(history);
        expect(departures(history, followed)).toEqual([]);
        expect(followed).toEqual(await followHistory(sdk, history));
      }),
      { numRuns },
    );
  });

  describe('with the published vectors', () => {
    beforeAll(async () => {
      const files = [...(await vectorFiles())].map(([path, bytes]) => [path, toBase64(bytes)] as const);
      await chromium.load(readManifest(), Object.fromEntries(files));
    });

    it('finds what they say', async () => {
      expect(await chromium.differing()).toEqual([]);
    });

    it('the page behind the QR code finds what they say, of all that can be asked there', async () => {
      // What is no PDF it takes for a picture; of one that the browser cannot read there is no verdict.
      const noPicture = [
        'pdf/nothing',
        'pdf/text',
        'pdf/structure/text-that-names-a-credential',
        'picture/cut',
        'picture/no-picture',
        'picture/too-large',
        'picture/of-a-hundred-scans',
        'picture/of-more-than-a-hundred-scans',
      ];
      const said = noPicture.map((id) => `${id} "PICTURE_UNREADABLE"`);
      // The browser's decoder stops where the pixels end.
      const bounded = expect.stringMatching(
        /^picture\/inflates-to-more-than-its-pixels .*"NO_QR_CODE"/u,
      ) as string;
      const differing = await chromium.differingOnPage();
      expect(differing).toEqual(expect.arrayContaining([...said, bounded]));
      expect(differing).toHaveLength(said.length + 1);
    });
  });

  it('takes the public keys that Node and the contract take, in every form of them, and no others', async () => {
    const vectors = await keyVectors();
    const history = await registered(vectors);
    const good = vectors.filter(({ ok }) => ok).map(({ kid }) => kid);
    for (const followed of [await followHistory(sdk, history), await chromium.follow(history)]) {
      expect(followed[0]?.problems).toEqual([]);
      const kids = followed[0]?.issuers[0]?.keys.map(([kid]) => kid) ?? [];
      expect(kids.sort()).toEqual(good.sort());
    }
  });
});
