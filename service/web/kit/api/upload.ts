import { Refusal } from './refusal';
import { tellSession } from './session-events';

export interface UploadRequest {
  readonly address: string;
  readonly file: Blob;
  readonly mediaType: string;
  readonly idempotencyKey: string;
  /** Told of bytes that left, of all. */
  readonly onProgress: (sent: number, of: number) => void;
  readonly signal: AbortSignal;
}

/** Sends a file. `fetch` tells nothing of how far it is, so this is an XMLHttpRequest. @throws Refusal */
export function upload<Made>(request: UploadRequest): Promise<Made> {
  const { address, file, mediaType, idempotencyKey, onProgress, signal } = request;
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.open('POST', address);
    sending.responseType = 'json';
    sending.setRequestHeader('Content-Type', mediaType);
    sending.setRequestHeader('Idempotency-Key', idempotencyKey);
    sending.upload.addEventListener('progress', ({ loaded, total }) => onProgress(loaded, total));
    sending.addEventListener('load', () => {
      const { status, response } = sending as { status: number; response: unknown };
      if (status < 300) {
        resolve(response as Made);
        return;
      }
      const refusal = new Refusal(status, response);
      tellSession(refusal);
      reject(refusal);
    });
    for (const event of ['error', 'abort'])
      sending.addEventListener(event, () => reject(new Refusal(0, { code: 'OFFLINE' })));
    signal.addEventListener('abort', () => sending.abort());
    sending.send(file);
  });
}
