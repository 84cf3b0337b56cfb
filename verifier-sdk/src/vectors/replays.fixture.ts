/** Ledgers that go on from the base by some records, and what readers make of certificates by them. */
import { codeOf, identifierOf } from './codes.fixture.js';
import { issuerCode, typeCode } from './ledger.fixture.js';
import type { VectorLedger } from './ledger.fixture.js';
import { instant } from './set.fixture.js';
import type { VectorSet } from './set.fixture.js';
import type { TestKey } from '../attestation/network.fixture.js';
import type { Policy } from '../verify/index.js';

export type Prepare = (ledger: VectorLedger) => Promise<unknown>;

/** Codes that a case looks at: which certificate, by whose key. */
interface Looked {
  readonly issuer?: string;
  readonly key?: TestKey;
  readonly name?: string;
  readonly type?: string;
  readonly policy?: Partial<Policy>;
  /** The clock, before or after the ledger's. */
  readonly later?: number;
}

export class Replays {
  constructor(readonly set: VectorSet) {}

  /** One ledger, and what it makes of some certificates: the first of the case's name, the others beside it. */
  async add(
    id: string,
    prepare: Prepare,
    looks: Readonly<Record<string, readonly [expect: string, looked?: Looked]>>,
    section = 'Records and logs',
  ): Promise<void> {
    const { set } = this;
    const ledger = set.ledger;
    await prepare(ledger);
    await ledger.publishLater();
    const mirror = set.mirrorOf(`replay-${id}`, section, ledger);
    for (const [what, [expect, looked = {}]] of Object.entries(looks)) {
      const { issuer = issuerCode, key = set.cast.issuer, name = 'good', type = typeCode } = looked;
      const { policy, later = 0 } = looked;
      const { text } = await codeOf(key, name, { issuer, identifier: identifierOf('1', { issuer, type }) });
      set.case({
        ...{
          id: `replay/${id}${what === '' ? '' : `/${what}`}`,
          section,
          mirror,
          now: instant(ledger.now + later),
        },
        ...(policy && { policy }),
        ...{ input: { kind: 'qr', text }, expect },
      });
    }
  }
}

export const zhejiang = 'ZhejiangMSP';
