import { shallowRef } from 'vue';
import { Refusal, api, ask } from '../../../kit';
import type { Schema } from '../../../kit';
import { binding } from './key';
import { allKept, drop, keep, nameOf } from './store';
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

/** Puts a certificate on this device, or renews what is there. @throws Refusal */
export async function carry(card: CarriedCard): Promise<void> {
  const { certId } = card;
  const credential = await ask(
    api.POST('/api/v1/my/certificates/{certificate}/wallet-credentials', {
      params: { path: { certificate: certId } },
      body: await binding(certId, label()),
    }),
  );
  await keep('carried', certId, { card, credential });
  await loadCarried();
}

/** The same for what somebody lets one show for them. @throws Refusal */
export async function carryFor(delegation: Schema<'Delegation'>, card: CarriedCard): Promise<void> {
  const { certificate, id } = delegation;
  const credential = await ask(
    api.POST('/api/v1/my/delegations/{delegation}/wallet-credentials', {
      params: { path: { delegation: id } },
      body: await binding(certificate, label()),
    }),
  );
  await keep('carried', id, { card, credential, delegation });
  await loadCarried();
}

/** Takes what was ended off this device: renewing would make it anew. @param ended certIds of credentials */
export async function dropEnded(ended: readonly string[]): Promise<void> {
  for (const one of await allKept('carried'))
    if (ended.includes(one.credential.certId)) await drop('carried', nameOf(one));
  await loadCarried();
}

/** Renews what is on this device, and drops what the service will not renew: it would not count. */
export async function renewAll(cards: readonly CarriedCard[]): Promise<void> {
  for (const one of await allKept('carried')) {
    const card = cards.find(({ certId }) => certId === one.credential.of);
    try {
      if (one.delegation) await carryFor(one.delegation, one.card);
      else if (card) await carry(card);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const isOver = error.status === 404 || error.status === 409;
      if (isOver) await drop('carried', nameOf(one));
    }
  }
  await loadCarried();
}
