import { unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { SecureContextOptions } from 'node:tls';
import { Problem } from '../problems/index.js';
import type { TlsFiles } from '../settings/index.js';
import { pause } from '../waiting/index.js';
import type { HttpServer } from './server.js';

/** Milliseconds between looks at the files: by their times, so that links that are put elsewhere are seen too. */
const LOOK_EVERY = 2_000;

interface FollowOptions {
  readonly files: TlsFiles;
  readonly server: Pick<HttpServer, 'secure'>;
  /** Told why what lies there now is not taken. */
  readonly onTrouble: (error: unknown) => void;
}

/** What a server is secured with. @throws Problem `TLS_REFUSED` where certificate and key cannot be read or are not of one another */
export async function readTls({ certificate, key }: TlsFiles): Promise<SecureContextOptions> {
  try {
    const [cert, privateKey] = await Promise.all([readFile(certificate), readFile(key)]);
    // TLS 1.0 and 1.1 are not to be used any more (RFC 8996).
    const options: SecureContextOptions = { cert, key: privateKey, minVersion: 'TLSv1.2' };
    createSecureContext(options);
    return options;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new Problem(
      'unprocessable',
      'TLS_REFUSED',
      {
        zh: `TLS 证书 ${certificate} 和密钥 ${key} 不能使用（${code ?? message}）：二者应是同一把密钥的 PEM 文件，运行服务的用户能读。请更正 CERTBRIDGE_TLS_CERTIFICATE、CERTBRIDGE_TLS_KEY。`,
        en: `The TLS certificate ${certificate} and the key ${key} cannot be used (${code ?? message}): they should be PEM files of one key, readable by the user that runs the service. Correct CERTBRIDGE_TLS_CERTIFICATE and CERTBRIDGE_TLS_KEY.`,
      },
      { cause },
    );
  }
}

/**
 * Has a server take the certificate and key that are put in place of its own, for connections from then on; until the
 * signal. While the two do not fit, as between the writing of one and of the other, it keeps those it has.
 */
export async function followTls(
  { files, server, onTrouble }: FollowOptions,
  signal: AbortSignal,
): Promise<void> {
  const look = (): void => void readTls(files).then((tls) => server.secure?.(tls), onTrouble);
  const paths = [files.certificate, files.key];
  for (const path of paths) watchFile(path, { interval: LOOK_EVERY, persistent: false }, look);
  await pause(undefined, signal);
  for (const path of paths) unwatchFile(path, look);
}
