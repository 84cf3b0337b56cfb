import { EventEmitter, once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDocumentRenderer } from '../documents/index.js';
import { EmbeddedTimestampAuthority, HttpTimestampAuthority } from '../timestamps/index.js';
import { openIssuing } from './index.js';
import { endOf, licences, startTrial, upload, zhejiang } from './issuing.fixture.js';
import type { Trial } from './issuing.fixture.js';

let trial: Trial;
beforeAll(async () => (trial = await startTrial()));
afterAll(() => trial.close());

it.each([
  ['that cannot be asked', 'TIMESTAMP_UNREACHABLE', 100],
  ['whose clock is another', 'TIMESTAMP_CLOCKS_DIFFER', 200],
  ['that refuses', 'TIMESTAMP_REFUSED', 300],
  ['whose timestamps no window would accept', 'TIMESTAMP_WRONG', 400],
])('an authority %s has issuing wait, and no row refused', async (_, code, first) => {
  const { options, keys } = trial;
  let isWell = false;
  const signer = keys.timestampSigner;
  const authority = await EmbeddedTimestampAuthority.create({
    signer,
    validationData: () => keys.validationData(signer),
    clock: () => new Date(Date.now() + (isWell ? 0 : 600_000)),
  });
  const answers: Readonly<Record<string, (asked: Uint8Array) => Promise<Uint8Array>>> = {
    TIMESTAMP_UNREACHABLE: () => Promise.reject(new TypeError('fetch failed')),
    TIMESTAMP_REFUSED: () => authority.answer(Buffer.from('not a request')),
    TIMESTAMP_WRONG: () => Promise.resolve(Buffer.from('not an answer')),
  };
  const timestamps = new HttpTimestampAuthority({
    url: 'http://timestamps.example',
    fetch: async (url, init) => {
      const asked = new Uint8Array(await new Request(url, init).arrayBuffer());
      const answer = (!isWell && answers[code]) || ((bytes: Uint8Array) => authority.answer(bytes));
      return new Response(new Uint8Array(await answer(asked)));
    },
  });
  const renderer = await openDocumentRenderer({
    timestamps,
    validationData: (of) => keys.validationData(of),
    receiptReserve: 6144,
  });
  const stop = new AbortController();
  const troubles = new EventEmitter();
  const trouble = once(troubles, 'trouble', { signal: stop.signal });
  const onTrouble = (error: unknown): void => void troubles.emit('trouble', error);
  const issuing = openIssuing({ ...options, renderer, onTrouble });
  const running = issuing.run(stop.signal);
  try {
    const batch = await issuing.submitUpload(await upload(licences(first, first + 2)), {
      ...{ issuer: zhejiang, type: 'business-licence', submittedBy: 'operator', mode: 'skip-bad' },
    });
    expect(await trouble).toMatchObject([{ code }]);
    isWell = true;
    expect(await endOf(issuing, batch, stop.signal)).toMatchObject({ state: 'issued', bad: 0, issued: 2 });
  } finally {
    stop.abort();
    await running;
  }
});
