import { readonly, shallowRef } from 'vue';
import type { Report } from '@certbridge/verifier-sdk';
import type { Answer, Call, Message, Question, Standing } from './messages';
import workerAddress from './desk.worker.ts?worker&url';
import { scriptAddress } from '../offline/script-address';

interface Waiting {
  resolve: (answer: Answer) => void;
  reject: (error: Error) => void;
}

/** The verifying desk runs in a worker, so that the page stays responsive while it replays the ledger. */
export function openDesk() {
  const worker = new Worker(scriptAddress(workerAddress) as string, { type: 'module', name: 'desk' });
  const waiting = new Map<number, Waiting>();
  const standing = shallowRef<Standing>({
    phase: 'opening',
    reached: null,
    trust: null,
    knows: null,
    trouble: null,
  });
  let last = 0;

  worker.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if ('standing' in data) {
      standing.value = data.standing;
      return;
    }
    const call = waiting.get(data.id);
    waiting.delete(data.id);
    if ('answer' in data) call?.resolve(data.answer);
    else call?.reject(new Error(data.failure));
  });
  worker.addEventListener('error', () => {
    for (const call of waiting.values()) call.reject(new Error('DESK_STOPPED'));
    waiting.clear();
  });

  const ask = (question: Question, transfer: Transferable[] = []) =>
    new Promise<Answer>((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      worker.postMessage({ id: last, question } satisfies Call, transfer);
    });

  return {
    standing: readonly(standing),
    check: (question: Question & { ask: 'qr' | 'file' }) => ask(question) as Promise<Report>,
    /** The text of the QR code in a frame of the camera; null when there is none. The pixels are given away. */
    read: (pixels: ImageData) =>
      ask({ ask: 'frame', pixels }, [pixels.data.buffer]) as Promise<string | null>,
    sync: () => ask({ ask: 'sync' }),
  };
}

export type Desk = ReturnType<typeof openDesk>;
