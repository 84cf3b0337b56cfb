import { readonly, shallowRef } from 'vue';
import { QuestionFailed, nothingYet } from './messages';
import type { Answer, Call, Message, Name, Question, WorkerState } from './messages';
import workerAddress from './verify.worker.ts?worker&url';
import { scriptAddress } from '../offline/script-address';

interface Waiting {
  question: Question;
  resolve: (answer: Answer) => void;
  reject: (error: QuestionFailed) => void;
}

/** Verification runs in a worker, so that the page stays responsive while it replays the ledger. */
export function openWorker() {
  const waiting = new Map<number, Waiting>();
  const state = shallowRef<WorkerState>(nothingYet);
  let stopped = false;
  let last = 0;
  let worker = start();

  function start(): Worker {
    const started = new Worker(scriptAddress(workerAddress) as string, { type: 'module', name: 'verifier' });
    started.addEventListener('message', ({ data }: MessageEvent<Message>) => {
      if ('workerState' in data) {
        state.value = data.workerState;
        return;
      }
      const call = waiting.get(data.id);
      waiting.delete(data.id);
      if ('answer' in data) call?.resolve(data.answer);
      else call?.reject(new QuestionFailed(data.failure));
    });
    // Its script did not load, or it broke down: no question would ever be answered.
    started.addEventListener('error', () => {
      stopped = true;
      state.value = { ...state.value, phase: 'settled', troubles: ['STOPPED'] };
      for (const call of waiting.values()) call.reject(new QuestionFailed('STOPPED'));
      waiting.clear();
    });
    return started;
  }

  const post = (id: number, question: Question): void => worker.postMessage({ id, question } satisfies Call);

  // A page that was left may be kept as it stood: WebKit's then holds the database that its worker was writing to
  // closed to all pages that come after it. Shown again, the page asks a new worker what it had not been told.
  addEventListener('pagehide', () => worker.terminate());
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    stopped = false;
    worker = start();
    for (const [id, { question }] of waiting) post(id, question);
  });

  /** @throws QuestionFailed when there is no answer, which is no verdict */
  function ask<N extends Name>(question: Question<N>): Promise<Answer<N>> {
    return new Promise<Answer>((resolve, reject) => {
      if (stopped) {
        reject(new QuestionFailed('STOPPED'));
        return;
      }
      last += 1;
      waiting.set(last, { question: question as Question, resolve, reject });
      post(last, question as Question);
    });
  }

  return { state: readonly(state), ask };
}

export type WorkerClient = ReturnType<typeof openWorker>;
