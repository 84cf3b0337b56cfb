import { Problem } from '../../platform/problems/index.js';
import type { Words } from '../../platform/problems/index.js';

/** A server's certificate was not made; nothing was changed. */
class HallTlsRefused extends Problem {
  constructor(code: string, words: Words, cause?: unknown) {
    super('unprocessable', code, words, { cause });
  }
}

export const nameRefused = (name: string): HallTlsRefused =>
  new HallTlsRefused('TLS_NAME_REFUSED', {
    zh: `“${name}”不是名称或 IPv4 地址：请照浏览器地址栏中的写法填写，不带 https:// 和端口号。`,
    en: `"${name}" is no host name or IPv4 address: write it as browsers will, without https:// and the port.`,
  });

export const folderInUse = (folder: string): HallTlsRefused =>
  new HallTlsRefused('TLS_FOLDER_IN_USE', {
    zh: `${folder} 中已有证书或密钥，不会覆盖：为原来的名称续期时不写名称；要换名称，请用另一个文件夹，并把新的根证书装到每台电脑。`,
    en: `There are certificates or keys in ${folder} already, which are not overwritten: to renew for the same names, name none; for other names take another folder, and install the new root on every PC.`,
  });

export const authorityMissing = (folder: string, cause: unknown): HallTlsRefused =>
  new HallTlsRefused(
    'TLS_AUTHORITY_MISSING',
    {
      zh: `${folder} 中没有可以续期的证书机构（authority.crt、authority.key、chain.pem、key.pem）：首次请写明名称，否则请更正文件夹。`,
      en: `There is no authority in ${folder} that could renew (authority.crt, authority.key, chain.pem, key.pem): name the server the first time, or correct the folder.`,
    },
    cause,
  );
