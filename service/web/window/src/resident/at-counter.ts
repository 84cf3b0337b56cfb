import { shallowRef } from 'vue';
import { api, ask, saveFile } from '../../../kit';
import type { Schema } from '../../../kit';

type Held = Schema<'CertificatePresent'>;

/** What is done for one person who is at the counter; nothing of them is kept beyond the page. */
export function useAtCounter() {
  const person = shallowRef<Schema<'PersonPresent'>>();
  const held = shallowRef<readonly Held[]>();
  const waiting = shallowRef<readonly Schema<'Delegation'>[]>([]);

  let latest = 0;

  /** Somebody else is here: nothing of who was, nor what is still being answered about them. */
  function forget(): void {
    latest += 1;
    person.value = held.value = undefined;
    waiting.value = [];
  }

  /** @throws Refusal */
  async function find(who: Schema<'PersonPresent'>): Promise<void> {
    const mine = ++latest;
    const found = await ask(api.POST('/api/v1/counter/certificates', { body: { person: who } }));
    if (mine !== latest) return;
    person.value = who;
    held.value = found.certificates;
    waiting.value = found.waiting;
  }

  const present = (): Schema<'PersonPresent'> => person.value ?? { name: '', number: '' };
  const again = async (): Promise<void> => {
    if (person.value) await find(person.value);
  };

  /** @throws Refusal */
  async function print(one: Held): Promise<void> {
    const call = api.POST('/api/v1/issuers/{issuer}/certificates/{certificate}/cards', {
      params: { path: one },
      body: { person: present() },
      parseAs: 'blob',
    });
    saveFile(await ask(call), `${one.name}-二维码卡.pdf`);
  }

  /** @throws Refusal */
  const suspend = (one: Held): Promise<unknown> =>
    ask(
      api.POST('/api/v1/issuers/{issuer}/certificates/{certificate}/wallet-credentials/suspension', {
        params: { path: one },
        body: { reason: 'lost' },
      }),
    );

  /** @throws Refusal */
  async function witness({ certificate, id: delegation }: Schema<'Delegation'>): Promise<void> {
    const issuer = held.value?.find((one) => one.certificate === certificate)?.issuer ?? '';
    const path = { issuer, certificate, delegation };
    await ask(
      api.POST('/api/v1/issuers/{issuer}/certificates/{certificate}/delegations/{delegation}/witness', {
        params: { path },
        body: { person: present() },
      }),
    );
    await again();
  }

  return { person, held, waiting, forget, find, again, print, suspend, witness };
}
