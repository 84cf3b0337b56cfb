import type { Answer, Call, Message, Question, Standing } from './messages';
import { codeIn } from './pictures';
import { VerifyingDesk } from './verifying';

const tell = (message: Message) => postMessage(message);
const noCryptography: Standing = {
  phase: 'settled',
  reached: null,
  trust: null,
  knows: null,
  trouble: 'INSECURE_PAGE',
};
const desk = isSecureContext ? new VerifyingDesk((standing) => tell({ standing })) : undefined;
if (!desk) tell({ standing: noCryptography });

async function answer(question: Question): Promise<Answer> {
  if (!desk) throw new Error('INSECURE_PAGE');
  if (question.ask === 'qr') return desk.checkCode(question.text);
  if (question.ask === 'file') return desk.checkFile(new Uint8Array(question.bytes));
  if (question.ask === 'frame') return codeIn(question.pixels);
  await desk.sync();
  return null;
}

addEventListener('message', ({ data: { id, question } }: MessageEvent<Call>) => {
  answer(question).then(
    (found) => tell({ id, answer: found }),
    (error: unknown) => tell({ id, failure: error instanceof Error ? error.message : 'FAILED' }),
  );
});
