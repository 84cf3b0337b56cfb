import { shallowRef } from 'vue';
import { Refusal, refusalWords, api, ask, daysAfter, session, today } from '../../../kit';
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

/** Whether it counts at no window any more. */
export const isLapsed = ({ credential }: Carried): boolean => credential.validUntil < today();

/** Takes off what has lapsed and cannot be renewed by who is signed in: it is somebody else's, or gone at the service. */
async function dropLapsed(cards: readonly CarriedCard[]): Promise<void> {
  const carrier = signedIn();
  const isRenewable = (one: Carried): boolean =>
    one.carrier === carrier && (one.delegation !== undefined || cardOf(one, cards) !== undefined);
  await exclusively(async () => {
    for (const one of await allKept('carried'))
      if (isLapsed(one) && !isRenewable(one)) await drop('carried', nameOf(one));
  });
}

/** What is shown of it, as it is now; undefined where the service has no such certificate any more. */
const cardOf = (one: Carried, cards: readonly CarriedCard[]): CarriedCard | undefined =>
  one.delegation ? one.card : cards.find(({ certId }) => certId === one.credential.of);

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

/** Refusals that stay: the certificate or the delegation has ended, or is no longer one's own. */
const FINAL: readonly string[] = ['CERTIFICATE_OVER', 'OWN_CERTIFICATE_UNKNOWN', 'DELEGATION_UNKNOWN'];

/** Whether the service will never do it again: what one has on this device is of no use. */
const isOver = ({ code }: Refusal): boolean => FINAL.includes(code);

/** Whether the next time may do, with nothing for the person to do or know: no network, no session, a busy service. */
const isPassing = ({ status }: Refusal): boolean => status === 0 || status === 401 || status >= 500;

/** Renews one that is on this device; drops it if the service never will again, else keeps it and why. */
async function renew(key: CryptoKeyPair, one: Carried): Promise<void> {
  const name = nameOf(one);
  try {
    await keep('carried', name, await bound(key, one.card, one.delegation));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (isOver(error)) await drop('carried', name);
    else if (!isPassing(error)) await keep('carried', name, { ...one, notRenewed: refusalWords(error) });
  }
}

/** Whether it is on this device as it was read: if so, the key is the same, too. */
async function isStill(one: Carried): Promise<boolean> {
  return (await kept('carried', nameOf(one)))?.credential.certId === one.credential.certId;
}

/** Renews all, unless a passkey would ask for the person who only opened the page. @param cards one's own, as they are now */
export async function renewAll(cards: readonly CarriedCard[]): Promise<void> {
  await dropLapsed(cards);
  // Each by itself: whoever ends this device waits for one at most.
  for (const one of await carriedOf(session.value?.subject)) {
    const card = cardOf(one, cards);
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
