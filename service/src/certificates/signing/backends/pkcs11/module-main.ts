import { KeyModuleDown } from '../../errors.js';
import type { FromModule, Question, ToModule, Answer } from './messages.js';
import { Token } from './token.js';
import { TokenModule } from './token-module.js';

/*
 * The process that has the module loaded. Calls into a module hold up whoever makes them, and one that hangs cannot
 * be ended but with its process: here it holds up nobody else.
 */

let token: Token | undefined;
let module: TokenModule | undefined;

async function answer(question: Question): Promise<Answer> {
  if (!module) throw new TypeError('asked before the settings were there');
  switch (question.ask) {
    case 'create':
      return module.create(question.algorithm);
    case 'sign':
      return module.sign(question.algorithm, question.id, question.input);
    case 'state':
      return module.state();
    case 'close':
      await module.close();
      return undefined;
  }
}

const tell = (message: FromModule): void => void process.send?.(message);

process.on('message', (message: ToModule) => {
  if ('settings' in message) {
    token = new Token(message.settings);
    module = new TokenModule(token);
    return;
  }
  const { id, question } = message;
  answer(question).then(
    (found) => tell({ id, answer: found }),
    (error: unknown) =>
      tell({
        id,
        failure: error instanceof KeyModuleDown ? error.because : String(error),
        isPinRefused: token?.isPinRefused === true,
      }),
  );
});
// The service says when to end; a terminal's interrupt goes to all its processes at once.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit());
tell({ ready: true });
