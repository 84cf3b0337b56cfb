import * as sdk from '@certbridge/verifier-sdk';
import { canonicalJson, fromBase64 } from '@certbridge/verifier-sdk/formats';
import type { Json } from '@certbridge/verifier-sdk/formats';
import type { RecordedHistory } from '@certbridge/verifier-sdk-fixtures';
import { VectorRunner, followHistory, foundOf } from '@certbridge/verifier-sdk-fixtures/window';
import type { Followed, ReadVector, VectorManifest } from '@certbridge/verifier-sdk-fixtures/window';
import { VerifyPage, isAskedOnPage } from './verify-page.js';

/** The published vectors, synced once for all that runs them here. */
class Vectors {
  readonly #manifest: VectorManifest;
  readonly #read: ReadVector;
  readonly #runner: VectorRunner;

  constructor(said: string, files: Readonly<Record<string, string>>) {
    this.#manifest = JSON.parse(said) as VectorManifest;
    this.#read = (path) => (files[path] === undefined ? undefined : fromBase64(files[path]));
    this.#runner = new VectorRunner(sdk, this.#manifest, this.#read);
  }

  /**
   * Mirrors, cases and verification receipts of which the SDK finds something else here than they say; not the
   * cases that the page is asked, which has the SDK in it.
   */
  async differing(): Promise<string[]> {
    const { cases, mirrors, receipts } = this.#manifest;
    const other: string[] = [];
    for (const [name, { syncs = [] }] of Object.entries(mirrors)) {
      const found = await this.#runner.mirror(name);
      if (
        !isSame(
          found.syncs,
          syncs.map((sync) => sync.expect),
        )
      )
        other.push(`mirror ${name}`);
    }
    // Pictures and pages need decoders, which the page has.
    for (const one of cases.filter((one) => !isAskedOnPage(one) && one.needs === undefined))
      if (!isSame(await this.#runner.case(one), one.expect)) other.push(one.id);
    for (const one of receipts) if (!isSame(await this.#runner.receipt(one), one.expect)) other.push(one.id);
    return other;
  }

  /** The cases of which the page behind the QR code finds something else, and what; its worker is at `script`. */
  async differingOnPage(script: string): Promise<string[]> {
    const page = new VerifyPage(script, this.#runner, this.#read);
    const groups = new Map<string, VectorManifest['cases'][number][]>();
    for (const one of this.#manifest.cases.filter(isAskedOnPage)) {
      const opened = [one.trustAnchor, one.mirror, one.now].join();
      groups.set(opened, [...(groups.get(opened) ?? []), one]);
    }
    const other: string[] = [];
    for (const cases of groups.values()) {
      for (const [i, found] of (await page.find(cases)).entries()) {
        const one = cases[i];
        const said = typeof found === 'string' ? found : foundOf(sdk, found);
        if (one && !isSame(said, one.expect)) other.push(`${one.id} ${JSON.stringify(said)}`);
      }
    }
    return other;
  }
}

const isSame = (one: unknown, other: unknown): boolean =>
  canonicalJson(one as Json) === canonicalJson(other as Json);

let vectors: Vectors | undefined;
const program = {
  follow: (history: RecordedHistory): Promise<Followed[]> => followHistory(sdk, history),
  load(said: string, files: Readonly<Record<string, string>>): void {
    vectors = new Vectors(said, files);
  },
  differing: () => vectors?.differing(),
  differingOnPage: (script: string) => vectors?.differingOnPage(script),
};
Object.assign(globalThis, { program });
