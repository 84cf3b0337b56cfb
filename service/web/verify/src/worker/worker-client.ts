import { readonly, shallowRef } from 'vue';
import { QuestionFailed, nothingYet } from './messages';
import type { Answer, Call, Message, Name, Question, Standing } from './messages';
import workerAddress from './desk.worker.ts?worker&url';
import { scriptAddress } from '../offline/script-address';

interface Waiting {
  resolve: (answer: Answer) => void;
  reject: (error: QuestionFailed) => void;
}

/** The verifying desk runs in a worker, so that the page stays responsive while it replays the ledger. */
export function openDesk() {
  const worker = new Worker(scriptAddress(workerAddress) as string, { type: 'module', name: 'desk' });
  const waiting = new Map<number, Waiting>();
  const standing = shallowRef<Standing>(nothingYet);
  let stopped = false;
  let last = 0;

  worker.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if ('standing' in data) {
      standing.value = data.standing;
      return;
    }
    const call = waiting.get(data.id);
    waiting.delete(data.id);
    if ('answer' in data) call?.resolve(data.answer);
    else call?.reject(new QuestionFailed(data.failure));
  });
  // Its script did not load, or it broke down: nobody would ever answer.
  worker.addEventListener('error', () => {
    stopped = true;
    standing.value = { ...standing.value, phase: 'settled', troubles: ['STOPPED'] };
    for (const call of waiting.values()) call.reject(new QuestionFailed('STOPPED'));
    waiting.clear();
  });

  /** @throws QuestionFailed when there is no answer, which is no verdict */
  function ask<N extends Name>(question: Question<N>, transfer: Transferable[] = []): Promise<Answer<N>> {
    return new Promise<Answer>((resolve, reject) => {
      if (stopped) {
        reject(new QuestionFailed('STOPPED'));
        return;
      }
      last += 1;
      waiting.set(last, { resolve, reject });
      worker.postMessage({ id: last, question: question as Question } satisfies Call, transfer);
    });
  }

  return { standing: readonly(standing), ask };
}

export type Desk = ReturnType<typeof openDesk>;
