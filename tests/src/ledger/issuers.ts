import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { firstUnder, recordHash, zeroHash } from '@certbridge/verifier-sdk/formats';
import type { Change, Entry, Under } from '@certbridge/verifier-sdk/formats';
import type { Ledger, ProvableKey } from '@certbridge/service/ledger/adapter';

/** GB 32100 §5: the 17 characters with their check character. */
function withCheck(first: string): string {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  let sum = 0;
  let weight = 1;
  for (const character of first) {
    sum += alphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return first + (alphabet[(31 - (sum % 31)) % 31] ?? '');
}

let made = 0;

/** The code of an invented department of a region, another one each time. */
export function newIssuerCode(region: string): string {
  made += 1;
  const unit = (Date.now() * 1000 + made).toString().slice(-9);
  return withCheck(`11${region}${unit}0000`.slice(0, 17));
}

export const TYPE = '11100000000013338W011';
export const OTHER_TYPE = '11100000000013338W012';

export const newCert = (): string => randomBytes(16).toString('hex');
export const newNonce = (): string => randomBytes(16).toString('hex');

export function newKey(algorithm: 'ES256' | 'RS256' = 'ES256'): ProvableKey {
  const { privateKey, publicKey } =
    algorithm === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    algorithm,
    spki: publicKey.export({ type: 'spki', format: 'der' }),
    sign: (bytes) => Promise.resolve(sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' })),
  };
}

/** One issuer's log as its writer keeps it. */
export class IssuerLog {
  kid = '';
  under: Under = firstUnder;
  #seq = 0;
  #prev = zeroHash;

  private constructor(
    readonly ledger: Ledger,
    readonly issuer: string,
  ) {}

  /** Registers a new issuer of the ledger's province, with one key. */
  static async open(ledger: Ledger, name = '示例厅'): Promise<IssuerLog> {
    const log = new IssuerLog(ledger, newIssuerCode(ledger.region));
    await ledger.registerIssuer(log.issuer, name, [TYPE]);
    log.kid = await ledger.addKey(log.issuer, newKey(), 'certificate');
    await log.renew();
    return log;
  }

  /** Takes up the issuer's present version, after a record about it. */
  async renew(ledger = this.ledger): Promise<void> {
    this.under = (await ledger.registry(this.issuer)).under;
  }

  next(body: Partial<Entry>): Entry {
    const { network, channel } = this.ledger;
    const time = new Date().toISOString();
    return {
      v: 1,
      network,
      channel,
      issuer: this.issuer,
      seq: this.#seq + 1,
      prev: this.#prev,
      time,
      under: this.under,
      ...body,
    };
  }

  /** The members of an entry that anchors. */
  tree(kid = this.kid): Partial<Entry> {
    const root = randomBytes(32).toString('hex');
    return { root, size: 1, keys: [kid], types: [TYPE], qr: randomBytes(32).toString('hex') };
  }

  async append(entry: Entry, ledger = this.ledger): Promise<{ entry: string; seq: number }> {
    const result = await ledger.append(entry);
    await this.follow(entry);
    return result;
  }

  async follow(entry: Entry): Promise<void> {
    if (entry.seq <= this.#seq) return;
    this.#seq = entry.seq;
    this.#prev = await recordHash(entry);
  }

  appendChanges(...changes: Change[]): Promise<{ entry: string; seq: number }> {
    return this.append(this.next({ changes: [...changes].sort((a, b) => (a.cert < b.cert ? -1 : 1)) }));
  }
}
