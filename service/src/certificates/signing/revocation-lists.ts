import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { certifiedBy } from './x509.js';

export interface FetchOptions {
  readonly fetch?: typeof fetch;
}

const TIMEOUT_MS = 10_000;
/** What a document may be made longer by, twice over; validators fetch longer lists themselves. */
const MAX_LIST = 256 * 1024;

/** Revocation lists named in certificates; one that cannot be had is left out, and validators will fetch it themselves. */
export async function fetchCrls(
  certificates: readonly Uint8Array[],
  options: FetchOptions = {},
): Promise<Uint8Array[]> {
  const urls = new Set<string>();
  for (const der of certificates) {
    const points = new x509.X509Certificate(new Uint8Array(der)).getExtension(
      x509.CRLDistributionPointsExtension,
    );
    for (const point of points?.distributionPoints ?? []) {
      const url = point.distributionPoint?.fullName?.[0]?.uniformResourceIdentifier;
      if (url?.startsWith('http')) urls.add(url);
    }
  }
  const fetched = await Promise.allSettled(
    [...urls].map(async (url) => {
      // Where a certificate names, and nowhere else: who is asked there might lead on to what only this machine reaches.
      const asked = { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) } as const;
      const response = await (options.fetch ?? fetch)(url, asked);
      if (!response.ok) throw new TypeError(`HTTP ${response.status}`);
      return new Uint8Array(new x509.X509Crl(await listIn(response)).rawData);
    }),
  );
  return fetched.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

/** The bytes of an answer, of which no more is read than a list may have. */
async function listIn({ body }: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of (body ?? []) as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > MAX_LIST) throw new TypeError('the list is too long');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Lists are fetched again after so long: what goes into a document should be fresh. */
const FRESH_MS = 6 * 3_600_000;
/** After a fetch that failed. */
const RETRY_MS = 60_000;

interface Held {
  readonly crls: readonly Uint8Array[];
  readonly until: number;
}

/** The lists of foreign authorities, kept while they are fresh. */
export class RevocationLists {
  readonly #held = new Map<string, Promise<Held>>();

  /** Of a chain, by the leaf's key id; old ones where no new ones can be had now. */
  async of(kid: string, chain: readonly Uint8Array[]): Promise<readonly Uint8Array[]> {
    const before = await this.#held.get(kid);
    if (before && Date.now() < before.until) return before.crls;
    const fetching = this.#fetch(chain, before?.crls ?? []);
    this.#held.set(kid, fetching);
    return (await fetching).crls;
  }

  async #fetch(chain: readonly Uint8Array[], before: readonly Uint8Array[]): Promise<Held> {
    const crls = await fetchCrls(chain);
    if (crls.length === 0) return { crls: before, until: Date.now() + RETRY_MS };
    return { crls, until: Date.now() + (areYounger(crls, chain) ? FRESH_MS : RETRY_MS) };
  }
}

/** Validators take no list that is older than the certificate: they wait for the authority's next. */
function areYounger(crls: readonly Uint8Array[], [leaf]: readonly Uint8Array[]): boolean {
  const { notBefore } = certifiedBy(leaf ?? new Uint8Array());
  return crls.some((crl) => new x509.X509Crl(new Uint8Array(crl)).thisUpdate >= notBefore);
}
