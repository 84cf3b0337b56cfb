import * as sdk from '@certbridge/verifier-sdk';
import { canonicalJson, fromBase64 } from '@certbridge/verifier-sdk/formats';
import type { Json } from '@certbridge/verifier-sdk/formats';
import type { RecordedHistory } from '@certbridge/verifier-sdk-fixtures';
import { VectorRunner, followHistory } from '@certbridge/verifier-sdk-fixtures/window';
import type { Followed, VectorManifest } from '@certbridge/verifier-sdk-fixtures/window';

/** The ids of the vectors' cases of which something else is found than they say. */
async function differing(said: string, files: Readonly<Record<string, string>>): Promise<string[]> {
  const manifest = JSON.parse(said) as VectorManifest;
  const read = (path: string): Uint8Array | undefined => {
    const text = files[path];
    return text === undefined ? undefined : fromBase64(text);
  };
  const runner = new VectorRunner(sdk, manifest, read);
  const other: string[] = [];
  // Pictures and pages need decoders, which this page does not load.
  for (const one of manifest.cases.filter(({ needs }) => needs === undefined)) {
    if (!isSame(await runner.case(one), one.expect)) other.push(one.id);
  }
  for (const one of manifest.receipts) if (!isSame(await runner.receipt(one), one.expect)) other.push(one.id);
  return other;
}

const isSame = (one: unknown, other: unknown): boolean =>
  canonicalJson(one as Json) === canonicalJson(other as Json);

const program = {
  follow: (history: RecordedHistory): Promise<Followed[]> => followHistory(sdk, history),
  differing,
};
Object.assign(globalThis, { program });
