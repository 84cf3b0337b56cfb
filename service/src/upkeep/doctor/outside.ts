import { once } from 'node:events';
import { access, stat } from 'node:fs/promises';
import { get as getPlain } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { get as getByTls } from 'node:https';
import { isIP } from 'node:net';
import { json } from 'node:stream/consumers';
import { connect } from 'node:tls';
import type { SecureContextOptions } from 'node:tls';
import {
  HttpTimestampAuthority,
  TimestampError,
  readTimestampRoots,
} from '../../certificates/timestamps/index.js';
import { readTls } from '../../platform/http/index.js';
import type { Words } from '../../platform/problems/index.js';
import type { Settings } from '../../platform/settings/index.js';
import { lastBackup } from '../backup/index.js';
import { fault, warning, well, wordsOf } from './finding.js';
import type { Finding } from './finding.js';

const DAY = 86_400_000;
const TIMEOUT = 10_000;

export async function examineTimestamps({ timestamps }: Settings): Promise<Finding> {
  if (timestamps === undefined) {
    return well('timestamps', '内置的时间戳机构', 'the embedded time-stamping authority');
  }
  const { url } = timestamps;
  try {
    const roots = await readTimestampRoots(timestamps.roots);
    await new HttpTimestampAuthority({ url, ...(roots.length > 0 && { roots }) }).prove();
    return well('timestamps', `${url} 给出时间戳`, `${url} gives timestamps`);
  } catch (error) {
    const { zh, en } = wordsOf(error);
    const remedy =
      error instanceof TimestampError && error.code === 'TIMESTAMP_CLOCKS_DIFFER'
        ? { zh: '', en: '' }
        : {
            zh: '请更正 CERTBRIDGE_TIMESTAMPS、CERTBRIDGE_TIMESTAMP_ROOTS，或联系该机构',
            en: ' Correct CERTBRIDGE_TIMESTAMPS or CERTBRIDGE_TIMESTAMP_ROOTS, or ask the authority',
          };
    return fault(
      'timestamps',
      `时间戳机构 ${url} 不能使用：${zh}${remedy.zh}`,
      `The time-stamping authority ${url} cannot be used: ${en}${remedy.en}`,
    );
  }
}

export async function examineBackups({ data, backups }: Settings): Promise<Finding> {
  const remedy = { zh: 'docs/operations/backup.zh-CN.md', en: 'docs/operations/backup.md' };
  if (!backups) {
    return warning('backups', `没有设置备份：${remedy.zh}`, `No backups are set: ${remedy.en}`);
  }
  const last = await lastBackup(data);
  if (!last) {
    return fault(
      'backups',
      `还没有备份过：服务启动后请备份（${remedy.zh}）`,
      `There was no backup yet: make one once the service is started (${remedy.en})`,
    );
  }
  const age = Date.now() - Date.parse(last.time);
  if (age > 2 * DAY) {
    return fault(
      'backups',
      `最近的备份是 ${last.time}，已过两日：请查看定时任务（${remedy.zh}）`,
      `The last backup is of ${last.time}, more than two days ago: see what runs it (${remedy.en})`,
    );
  }
  const [main = ''] = last.files;
  const isThere = await access(main).then(
    () => true,
    () => false,
  );
  if (isThere && (await stat(main)).dev === (await stat(data)).dev) {
    return warning(
      'backups',
      `${main} 与数据在同一块磁盘上：请复制到别处，磁盘损坏时二者一起丢失`,
      `${main} lies on the disk of the data: copy it elsewhere, a dead disk takes both`,
    );
  }
  return well('backups', `最近的备份 ${last.time}`, `the last backup is of ${last.time}`);
}

export async function examineTls({ publicUrl, tls }: Settings): Promise<Finding> {
  let own: SecureContextOptions | undefined;
  try {
    own = tls && (await readTls(tls));
  } catch (error) {
    const { zh, en } = wordsOf(error);
    return fault('tls', zh, en);
  }
  if (publicUrl === undefined) {
    return warning(
      'tls',
      '没有设置 CERTBRIDGE_PUBLIC_URL：证照不含地址，只在本机使用',
      'CERTBRIDGE_PUBLIC_URL is not set: certificates name no address, for use on this machine only',
    );
  }
  const { protocol, hostname, port } = new URL(publicUrl);
  if (protocol !== 'https:') {
    return fault(
      'tls',
      `${publicUrl} 不是 https：浏览器不提供摄像头、加密和离线使用。请在前面放置 TLS 代理（service/deploy），或设置 CERTBRIDGE_TLS_CERTIFICATE；大厅内网可用 certbridge-service tls`,
      `${publicUrl} is not https: browsers give no camera, cryptography or offline use. Put a TLS proxy before it (service/deploy), or set CERTBRIDGE_TLS_CERTIFICATE; for a hall there is certbridge-service tls`,
    );
  }
  const place = { host: hostname.replaceAll(/[[\]]/g, ''), port: port === '' ? 443 : Number(port) };
  let met = await handshake(place);
  // Of an authority of one's own, which PCs have installed.
  if (typeof met === 'string' && own) met = await handshake({ ...place, ca: own.cert });
  if (typeof met === 'string') {
    return fault(
      'tls',
      `${publicUrl} 的 TLS 握手失败（${met}）：请查看代理及其证书的名称、期限和证书链`,
      `TLS with ${publicUrl} fails (${met}): see the proxy, and its certificate's name, end and chain`,
    );
  }
  const day = met.toISOString().slice(0, 10);
  return met.getTime() - Date.now() < 21 * DAY
    ? warning(
        'tls',
        `${publicUrl} 的证书将于 ${day} 到期：请更新`,
        `The certificate of ${publicUrl} ends on ${day}: renew it`,
      )
    : well(
        'tls',
        `${publicUrl} 的证书有效至 ${day}`,
        `the certificate of ${publicUrl} is valid until ${day}`,
      );
}

/** When the certificate ends, or why there was none to trust. */
function handshake(to: {
  readonly host: string;
  readonly port: number;
  readonly ca?: SecureContextOptions['ca'];
}): Promise<Date | string> {
  return new Promise((resolve) => {
    const socket = connect(
      { ...to, ...(isIP(to.host) === 0 && { servername: to.host }), timeout: TIMEOUT },
      () => {
        resolve(new Date(socket.getPeerCertificate().valid_to));
        socket.end();
      },
    );
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.once('timeout', () => {
      resolve('ETIMEDOUT');
      socket.destroy();
    });
  });
}

export async function examineService({ host, port, tls }: Settings): Promise<Finding> {
  const shown = host === '0.0.0.0' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  const url = `${tls ? 'https' : 'http'}://${shown}:${port}`;
  try {
    const { ok, lacking } = await readiness(`${url}/readyz`);
    if (ok && lacking.length === 0) {
      return well('service', `服务 ${url} 可以签发`, `the service at ${url} can issue`);
    }
    const says = ok ? warning : fault;
    return says(
      'service',
      lacking.map(({ says: { zh } }) => zh).join(' '),
      lacking.map(({ says: { en } }) => en).join(' '),
    );
  } catch {
    return warning(
      'service',
      `服务没有在 ${url} 答复：没有启动，或者 CERTBRIDGE_HOST、CERTBRIDGE_PORT 与其设置不同`,
      `No service answers at ${url}: it is not started, or has another CERTBRIDGE_HOST or CERTBRIDGE_PORT`,
    );
  }
}

interface Readiness {
  readonly ok: boolean;
  readonly lacking: readonly { readonly says: Words }[];
}

/** By its own machine's address, which its certificate need not name: that one was examined by itself. */
async function readiness(url: string): Promise<Readiness> {
  const get = url.startsWith('https:') ? getByTls : getPlain;
  const asked = get(url, { rejectUnauthorized: false, timeout: TIMEOUT });
  asked.once('timeout', () => asked.destroy());
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const { lacking = [] } = (await json(answer)) as Partial<Readiness>;
  return { ok: answer.statusCode === 200, lacking };
}
