import { Refusal, api, ask, session } from '../../../kit';
import { loadCarried, signedIn } from './carry';
import { exclusively } from './exclusively';
import { deviceId } from './key';
import { allKept, carriedOf, drop, nameOf } from './store';

/** At the service; one that it does not know any more is ended, too: the answer may have been lost. @throws Refusal */
async function end(device: string): Promise<void> {
  try {
    await ask(api.DELETE('/api/v1/my/devices/{device}', { params: { path: { device } } }));
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'DEVICE_UNKNOWN') throw error;
  }
  await drop('ending', device);
}

/** Ends one's device; where it is this one, with what one has on it, which renewing would make anew. @throws Refusal */
export async function endDevice(device: string): Promise<void> {
  const carrier = signedIn();
  await exclusively(async () => {
    await end(device);
    if (device !== (await deviceId())) return;
    for (const one of await carriedOf(carrier)) await drop('carried', nameOf(one));
  });
  await loadCarried();
}

/** Ends what a change of key left; for {@link exclusively}. @throws Refusal */
export async function endLeft(carrier: string): Promise<void> {
  for (const one of await allKept('ending')) if (one.carrier === carrier) await end(one.device);
}

/** The same, where the service can be reached; otherwise it stays for the next time. */
export async function tryEndLeft(carrier: string): Promise<void> {
  try {
    await endLeft(carrier);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

/** Finishes what an earlier change of key could not. */
export async function finishEnding(): Promise<void> {
  const carrier = session.value?.subject;
  if (carrier !== undefined) await exclusively(() => tryEndLeft(carrier));
}
