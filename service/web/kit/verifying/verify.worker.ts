import { ImageError } from '@certbridge/verifier-sdk/image';
import { QuestionFailed } from './messages';
import type { Answer, Call, Failure, Message, Question } from './messages';
import { codeIn } from './pictures';
import { PageVerifier } from './page-verifier';

const tell = (message: Message) => postMessage(message);
const verifier = new PageVerifier((workerState) => tell({ workerState }));

async function answer(question: Question): Promise<Answer> {
  switch (question.ask) {
    case 'qr':
      return verifier.checkCode(question.text, question);
    case 'file':
      return verifier.checkFile(new Uint8Array(question.bytes), question);
    case 'frame':
      return codeIn(question.pixels);
    case 'folder':
      return verifier.syncFrom(question.files);
    case 'anchor':
      return verifier.anchor();
    case 'repin':
      return verifier.repin(question.fingerprint);
    case 'evidence':
      return verifier.evidence();
    case 'sync':
      await verifier.sync();
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
