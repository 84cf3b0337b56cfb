import { Refusal } from '../../../kit';
import { bound, isLapsed, loadCarried, signedIn } from './carry';
import { endLeft, tryEndLeft } from './end';
import { exclusively } from './exclusively';
import { deviceId, idOf } from './key';
import type { MadeKey } from './key';
import { allKept, carriedOf, keep, keepAnew } from './store';
import type { Carried } from './store';

/** Others' certificates, which nobody can bind to another key for them. */
export class OthersCarried extends Error {}

/** The key was changed; the one before is ended at the service when it can be reached. */
export class KeyLeft extends Error {}

/** What has lapsed shows nothing any more, and may go. @throws OthersCarried */
async function demandAlone(carrier: string): Promise<void> {
  const all = await allKept('carried');
  const counts = all.some((one) => one.carrier !== carrier && !isLapsed(one));
  if (counts) throw new OthersCarried();
}

/**
 * Another key for this device, with all that was bound to the one before, which ends everywhere. Nothing is changed
 * until all is bound.
 * @throws Refusal, OthersCarried, KeyLeft; what `make` throws
 */
export async function changeKey(make: () => Promise<MadeKey>): Promise<void> {
  const carrier = signedIn();
  await demandAlone(carrier);
  const made = await make();
  await exclusively(() => exchange(made, carrier));
}

/** Whatever cuts this off, one of the two keys is kept as one to be ended: the new one until it is this device's. */
async function exchange({ pair, kept }: MadeKey, carrier: string): Promise<void> {
  await demandAlone(carrier);
  // Of tries that were cut off: each takes one of the devices that a certificate may be on.
  await endLeft(carrier);
  const before = await deviceId();
  const made = await idOf(pair.publicKey);
  await keep('ending', made, { device: made, carrier });
  const all = await boundAnew(pair, carrier);
  await keepAnew(kept, all, { made, ...(before !== undefined && { ending: { device: before, carrier } }) });
  await loadCarried();
  try {
    await endLeft(carrier);
  } catch (error) {
    throw error instanceof Refusal ? new KeyLeft('', { cause: error }) : error;
  }
}

/**
 * Whether the service binds it to no key now: with the key before it goes, and is put on this device again once it
 * counts. Nobody is kept from changing a key for it.
 */
const isUnbindable = ({ status, code }: Refusal): boolean =>
  (status === 404 || status === 409) && code !== 'TOO_MANY_DEVICES';

/** All of one's that the service still binds. @throws Refusal */
async function boundAnew(pair: CryptoKeyPair, carrier: string): Promise<readonly Carried[]> {
  const all: Carried[] = [];
  for (const one of await carriedOf(carrier)) {
    try {
      all.push(await bound(pair, one.card, one.delegation));
    } catch (error) {
      if (error instanceof Refusal && isUnbindable(error)) continue;
      await tryEndLeft(carrier);
      throw error;
    }
  }
  return all;
}
