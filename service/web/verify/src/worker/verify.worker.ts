import { ImageError } from '@certbridge/verifier-sdk/image';
import { QuestionFailed } from './messages';
import type { Answer, Call, Failure, Message, Question } from './messages';
import { codeIn } from './pictures';
import { VerifyingDesk } from './verifying';

const tell = (message: Message) => postMessage(message);
const desk = new VerifyingDesk((standing) => tell({ standing }));

async function answer(question: Question): Promise<Answer> {
  switch (question.ask) {
    case 'qr':
      return desk.checkCode(question.text);
    case 'file':
      return desk.checkFile(new Uint8Array(question.bytes));
    case 'frame':
      return codeIn(question.pixels);
    case 'repin':
      return desk.repin(question.fingerprint);
    case 'evidence':
      return desk.evidence();
    case 'sync':
      await desk.sync();
      return null;
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof QuestionFailed) return error.failure;
  return error instanceof ImageError && error.code === 'DECODER_MISSING' ? 'DECODER_MISSING' : 'STOPPED';
}

addEventListener('message', ({ data: { id, question } }: MessageEvent<Call>) => {
  answer(question).then(
    (found) => tell({ id, answer: found }),
    (error: unknown) => tell({ id, failure: failureOf(error) }),
  );
});
