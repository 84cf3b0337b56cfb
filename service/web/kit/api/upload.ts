import { reachable } from './reachable';
import { Refusal } from './refusal';
import { tellSession } from './session-events';
import { subjectHeader } from './subject';

export interface UploadRequest {
  /** Where the file is sent to, as the service said when it was announced. */
  readonly address: string;
  readonly file: Blob;
  /** Told of bytes that arrived or are on their way, of all. */
  readonly onProgress: (sent: number) => void;
  readonly signal: AbortSignal;
}

/** Milliseconds before it is tried again. */
const AGAIN = 2_000;

/**
 * Sends what the service lacks of a file, through cuts of the network and restarts of the service, until it has
 * arrived: tus 1.0.0, core protocol. (tus-js-client 4.3 begins anew where the service answers 503 or 401 meanwhile.)
 * @throws Refusal what going on cannot help: `FILE_CHANGED` where the file cannot be read any more; `ABORTED` by the signal
 */
export async function upload(request: UploadRequest): Promise<void> {
  while (!(await throughCuts(request.signal, () => sendRest(request))));
}

/**
 * Asks again, for as long as the network or the service is away: what may be asked twice.
 * @throws Refusal any other one
 */
export async function throughCuts<Answer>(signal: AbortSignal, work: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refusal) || signal.aborted || !isPassing(error)) throw error;
      reachable.value = false;
      await pause(signal);
    }
  }
}

/** @returns whether all of it has arrived */
async function sendRest({ address, file, onProgress, signal }: UploadRequest): Promise<boolean> {
  const kept = await ask({ method: 'HEAD', address, signal });
  onProgress(kept);
  if (kept >= file.size) return true;
  const now = await ask({
    ...{ method: 'PATCH', address, signal, body: file.slice(kept), at: kept },
    onProgress: (sent) => onProgress(kept + sent),
  });
  return now >= file.size;
}

/** The network is away, the service is, or another request of ours was not over yet. */
const isPassing = ({ status, code }: Refusal): boolean =>
  ['OFFLINE', 'UPLOAD_OFFSET'].includes(code) || [502, 503, 504].includes(status);

interface Asked {
  readonly method: 'HEAD' | 'PATCH';
  readonly address: string;
  readonly signal: AbortSignal;
  readonly body?: Blob;
  readonly at?: number;
  readonly onProgress?: (sent: number) => void;
}

/** `fetch` tells nothing of how far it is, so this is an XMLHttpRequest. @returns bytes that have arrived */
function ask({ method, address, signal, body, at, onProgress }: Asked): Promise<number> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(aborted());
      return;
    }
    const sending = new XMLHttpRequest();
    sending.open(method, address);
    sending.responseType = 'json';
    sending.setRequestHeader('Tus-Resumable', '1.0.0');
    for (const [name, value] of Object.entries(subjectHeader())) sending.setRequestHeader(name, value);
    if (at !== undefined) {
      sending.setRequestHeader('Upload-Offset', String(at));
      sending.setRequestHeader('Content-Type', 'application/offset+octet-stream');
    }
    if (onProgress) sending.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded));
    const abort = (): void => sending.abort();
    signal.addEventListener('abort', abort);
    sending.addEventListener('loadend', () => signal.removeEventListener('abort', abort));
    sending.addEventListener('load', () => {
      const { status, response } = sending as { status: number; response: unknown };
      if (status < 300) {
        reachable.value = true;
        resolve(Number(sending.getResponseHeader('Upload-Offset')));
        return;
      }
      const refusal = new Refusal(status, response);
      tellSession(refusal);
      reject(refusal);
    });
    sending.addEventListener('error', () => void unsent(body).then(reject));
    sending.addEventListener('abort', () => reject(aborted()));
    sending.send(body);
  });
}

/** Browsers do not say why nothing was sent: a file that was changed since it was chosen cannot be read, however long one waits. */
async function unsent(body: Blob | undefined): Promise<Refusal> {
  try {
    await body?.slice(0, 1).arrayBuffer();
    return new Refusal(0, { code: 'OFFLINE' });
  } catch (cause) {
    return new Refusal(0, { code: 'FILE_CHANGED', message: fileChanged }, cause);
  }
}

const fileChanged = {
  zh: '文件在选中之后被改动、移走或删除，无法继续上传：请重新选择文件。',
  en: 'The file was changed, moved or deleted since it was chosen, and cannot be sent on: choose it again.',
};

const aborted = (): Refusal => new Refusal(0, { code: 'ABORTED' });

/** Until it is time to try again: at once when the browser says that the network is back. */
function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const over = new AbortController();
    const end = (then: () => void) => (): void => {
      over.abort();
      clearTimeout(timer);
      then();
    };
    const timer = setTimeout(end(resolve), AGAIN);
    addEventListener('online', end(resolve), { signal: over.signal });
    signal.addEventListener(
      'abort',
      end(() => reject(aborted())),
      { signal: over.signal },
    );
  });
}
