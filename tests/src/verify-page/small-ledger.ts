import { encodeQrText, formatIdentifier, signQr, toHex } from '@certbridge/verifier-sdk/formats';
import type { QrClaims, TrustAnchor } from '@certbridge/verifier-sdk/formats';
import { TestNetwork, issuerCode, newIssuerKey } from '@certbridge/verifier-sdk-fixtures';
import type { TestKey } from '@certbridge/verifier-sdk-fixtures';
import type { PublicFeed } from './website.js';

/** 居住证, of the certificate types of this repository. */
const residencePermit = '11100000MB0000019L002';
/** An invented department of Anhui. */
const otherIssuer = '11340000MB0000001Q';

export interface SmallCertificate {
  readonly claims: QrClaims;
  /** Digits of its QR code. */
  readonly digits: string;
}

/** A ledger of three provinces whose keys are at hand, for states that a running service is never in. */
export class SmallLedger {
  readonly #world: TestNetwork;
  readonly #key: TestKey;
  #issued = 0;

  private constructor(world: TestNetwork, key: TestKey) {
    this.#world = world;
    this.#key = key;
  }

  /** A ledger with one issuer, whose newest beat is `age` milliseconds old. */
  static async open(age = 0): Promise<SmallLedger> {
    const key = await newIssuerKey();
    const world = await TestNetwork.create();
    world.now = Date.now() - age;
    const types = [residencePermit];
    await world.province('ZhejiangMSP', {
      kind: 'issuer',
      issuer: issuerCode,
      name: '浙江省示例市公安局',
      types,
    });
    await world.addKey(key);
    world.beat();
    return new SmallLedger(world, key);
  }

  get trustAnchor(): TrustAnchor {
    return this.#world.anchor;
  }

  async issue(change: Partial<QrClaims> = {}): Promise<SmallCertificate> {
    this.#issued += 1;
    const claims: QrClaims = {
      issuer: issuerCode,
      identifier: formatIdentifier({
        type: residencePermit,
        issuer: issuerCode,
        serial: String(this.#issued).padStart(14, '0'),
        version: '001',
      }),
      certId: new Uint8Array(16).fill(this.#issued),
      name: '居住证',
      holderName: '阿卜杜热西提·麦麦提',
      holderNumber: '650***********1234',
      validFrom: '2026-01-01',
      validUntil: '2035-12-31',
      ...change,
    };
    const cose = await signQr(claims, this.#key);
    return { claims, digits: (await encodeQrText(cose, 'certbridge.example')).digits };
  }

  /** @param from the day (YYYY-MM-DD) from which it counts; at once unless given */
  async change(
    { claims }: SmallCertificate,
    state: string,
    successor?: SmallCertificate,
    from?: string,
  ): Promise<void> {
    const by = successor && { issuer: issuerCode, cert: toHex(successor.claims.certId) };
    await this.#world.change(claims.certId, state, by, from);
  }

  /** Another province renames a department so often: each is a record of its log. */
  async rename(times: number): Promise<void> {
    for (let n = 1; n <= times; n += 1) {
      const department = { issuer: otherIssuer, name: `安徽省示例局（${n}）`, types: [] };
      await this.#world.province('AnhuiMSP', { kind: 'issuer', ...department });
    }
  }

  /** Time passes on the ledger, in milliseconds; the provinces' beats show it. */
  pass(time: number): void {
    this.#world.now += time;
    this.#world.beat();
  }

  /** A second history from here on, signed by the same provinces. */
  fork(): SmallLedger {
    return new SmallLedger(this.#world.fork(), this.#key);
  }

  /** The feed of the ledger as it is now; later ones are other objects. */
  async publish(): Promise<PublicFeed> {
    await this.#world.publish();
    return feedOf(new Map(this.#world.files));
  }
}

/** A feed of files in memory, by their paths from `feed/` on. */
export function feedOf(files: ReadonlyMap<string, Uint8Array>): PublicFeed {
  return {
    file: (path) => {
      const bytes = files.get(`feed/${path}`);
      return Promise.resolve(
        bytes && { bytes: Buffer.from(bytes), mediaType: 'application/json', immutable: false },
      );
    },
  };
}
