import { Refusal } from '../refusal';
import type { JsonObject } from '../canonical/json';
import { mergedInto, writeIssuer } from '../issuers/issuers';
import type { Issuer } from '../issuers/issuers';
import { UNREGISTERED } from '../issuers/under';
import type { Network } from '../network/network';
import type { State } from '../state/transaction';

/** What the items of one decision share. */
export class Decision {
  readonly #about = new Set<string>();
  readonly moves: string[] = [];

  constructor(
    readonly state: State,
    readonly channel: string,
    readonly network: Network,
    /** The seq of the network's record that it becomes. */
    readonly seq: number,
  ) {}

  /** Gives an issuer what a decision says of it, once: each version has a name of its own. */
  async write(before: Issuer | undefined, next: Omit<Issuer, 'under'>): Promise<JsonObject> {
    const { issuer, mspId } = next;
    if (this.#about.has(issuer))
      throw new Refusal('INPUT_INVALID', `two items are about the issuer ${issuer}`);
    this.#about.add(issuer);
    const under = before?.under ?? UNREGISTERED;
    const isMoved = before !== undefined && before.mspId !== mspId;
    if (isMoved) this.moves.push(issuer);
    const p = isMoved ? 0 : under.p;
    await writeIssuer(this.state, before, { ...next, under: { n: this.seq, p } });
    return { ...under };
  }

  /** Moves the issuers that were merged into this one along with it. */
  async moveMerged(code: string, mspId: string): Promise<JsonObject> {
    const moved: JsonObject[] = [];
    for (const merged of await mergedInto(this.state, code)) {
      moved.push({ issuer: merged.issuer, under: await this.write(merged, { ...merged, mspId }) });
    }
    return moved.length === 0 ? {} : { with: moved };
  }
}
