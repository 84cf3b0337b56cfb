import { Readable } from 'node:stream';
import { writeFileAtomically } from '@certbridge/verifier-sdk/node';
import { exitCodes } from './exit-codes.js';
import { CallFailed } from './failure.js';

/**
 * Puts an answer's body into a file, which is there whole or not at all.
 * @param mode who may read it; as usual unless given
 * @throws CallFailed `FILE_NOT_WRITTEN`, `ANSWER_CUT_OFF`
 */
export async function saveAnswer({ body }: Response, path: string, mode?: number): Promise<void> {
  try {
    await writeFileAtomically(path, body ? Readable.fromWeb(body) : '', mode);
  } catch (cause) {
    // Failures of the file system have a system call; others are of the answer.
    throw (cause as NodeJS.ErrnoException).syscall === undefined
      ? cutOff(path, cause)
      : notWritten(path, cause);
  }
}

function notWritten(path: string, cause: unknown): CallFailed {
  return new CallFailed(
    'FILE_NOT_WRITTEN',
    {
      zh: `写不了文件 ${path}：它的文件夹可写吗？`,
      en: `The file ${path} cannot be written: may its folder be written to?`,
    },
    { exit: exitCodes.cannotWrite, cause },
  );
}

function cutOff(path: string, cause: unknown): CallFailed {
  return new CallFailed(
    'ANSWER_CUT_OFF',
    { zh: `服务在传送 ${path} 时中断。`, en: `The service broke off while it sent ${path}.` },
    { exit: exitCodes.unavailable, transient: true, cause },
  );
}
