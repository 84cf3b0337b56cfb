import { shallowRef } from 'vue';
import { Refusal, api, ask, daysAfter, session, today } from '../../../kit';
import type { Schema } from '../../../kit';
import { exclusively } from './exclusively';
import { binding, deviceKey, isWrapped } from './key';
import { allKept, carriedOf, drop, keep, kept, nameOf } from './store';
import type { Carried, CarriedCard } from './store';

/** What this device can show, with or without a network. */
export const carried = shallowRef<readonly Carried[]>([]);

export async function loadCarried(): Promise<void> {
  carried.value = await allKept('carried');
}

/** What people may recognise this device by; not who they are. */
function label(): string {
  const { userAgent } = navigator;
  const found = /iPhone|iPad|Android|Windows|Macintosh|Linux/u.exec(userAgent)?.[0] ?? '';
  return (
    { iPhone: '苹果手机', iPad: '平板', Android: '安卓手机', Windows: '电脑', Macintosh: '苹果电脑' }[
      found
    ] ?? '设备'
  );
}

/** Who is signed in: of several residents on one device, each renews and takes off their own alone. @throws Refusal */
export function signedIn(): string {
  if (!session.value) throw new Refusal(401, { code: 'TOKEN_REFUSED' });
  return session.value.subject;
}

/** Binds a certificate to a key of this device: one's own, or what somebody lets one show for them. @throws Refusal */
export async function bound(
  key: CryptoKeyPair,
  card: CarriedCard,
  delegation?: Schema<'Delegation'>,
): Promise<Carried> {
  const carrier = signedIn();
  const body = await binding(key, card.certId, label());
  const credential = await ask(
    delegation
      ? api.POST('/api/v1/my/delegations/{delegation}/wallet-credentials', {
          params: { path: { delegation: delegation.id } },
          body,
        })
      : api.POST('/api/v1/my/certificates/{certificate}/wallet-credentials', {
          params: { path: { certificate: card.certId } },
          body,
        }),
  );
  return { card, credential, carrier, ...(delegation && { delegation }) };
}

/** Puts a certificate on this device. @throws Refusal, PasskeyRefused */
export async function carry(card: CarriedCard, delegation?: Schema<'Delegation'>): Promise<void> {
  await exclusively(async () => {
    const made = await bound(await deviceKey(), card, delegation);
    await keep('carried', nameOf(made), made);
  });
  await loadCarried();
}

/** Whether the service would make it anew: in its last ten days, where what it shows lasts longer. */
export const isDue = ({ card, credential: { validUntil } }: Carried): boolean =>
  validUntil < daysAfter(today(), 10) && validUntil !== card.validUntil;

/** Whether the service will not do it again: what one has on this device does not count any more. */
export const isOver = (error: Refusal): boolean => error.status === 404 || error.status === 409;

/** Renews one that is on this device, or drops what the service will not renew. */
async function renew(key: CryptoKeyPair, one: Carried): Promise<void> {
  const name = nameOf(one);
  try {
    await keep('carried', name, await bound(key, one.card, one.delegation));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (isOver(error)) await drop('carried', name);
  }
}

/** Whether it is on this device as it was read: if so, the key is the same, too. */
async function isStill(one: Carried): Promise<boolean> {
  return (await kept('carried', nameOf(one)))?.credential.certId === one.credential.certId;
}

/** Renews all, unless a passkey would ask for the person who only opened the page. @param cards one's own, as they are now */
export async function renewAll(cards: readonly CarriedCard[]): Promise<void> {
  // Each by itself: whoever ends this device waits for one at most.
  for (const one of await carriedOf(session.value?.subject)) {
    const card = one.delegation ? one.card : cards.find(({ certId }) => certId === one.credential.of);
    if (!card) continue;
    await exclusively(async () => {
      if ((await isStill(one)) && !(await isWrapped())) await renew(await deviceKey(), { ...one, card });
    });
  }
  await loadCarried();
}

/** What is shown just now, where it is due: a key that a passkey wraps is at hand only then. */
export async function renewDue(key: CryptoKeyPair, one: Carried): Promise<void> {
  if (!isDue(one) || one.carrier !== session.value?.subject) return;
  await exclusively(async () => {
    if (await isStill(one)) await renew(key, one);
  });
  await loadCarried();
}
