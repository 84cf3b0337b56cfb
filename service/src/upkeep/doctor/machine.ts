import { access, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { Faces } from '../../certificates/documents/index.js';
import type { Settings } from '../../platform/settings/index.js';
import { misspelt, misspeltWords } from '../../platform/settings/index.js';
import { fault, warning, well, wordsOf } from './finding.js';
import type { Finding } from './finding.js';

const GB = 1e9;
const [OLDEST_NODE, OLDEST_MINOR] = [22, 12];

export function examineNames(environment: NodeJS.ProcessEnv): Finding[] {
  const found = misspelt(Object.keys(environment));
  if (found.length === 0) return [well('settings', '设置都认得', 'all settings are known')];
  return found.map((one) => {
    const { zh, en } = misspeltWords(one);
    return warning('settings', zh, en);
  });
}

export function examineNode(version: string): Finding {
  const [major = 0, minor = 0] = version.replace('v', '').split('.').map(Number);
  const isTooOld = major < OLDEST_NODE || (major === OLDEST_NODE && minor < OLDEST_MINOR);
  return isTooOld
    ? fault(
        'versions',
        `Node ${version} 过旧：请用 ${OLDEST_NODE}.${OLDEST_MINOR} 或更新的版本（npm ci 附带 Node 24）`,
        `Node ${version} is too old: take ${OLDEST_NODE}.${OLDEST_MINOR} or later (npm ci brings Node 24)`,
      )
    : well('versions', `Node ${version}`, `Node ${version}`);
}

export async function* examineDisk({ data }: Settings): AsyncGenerator<Finding, void, undefined> {
  const found = await statfs(data).catch(() => undefined);
  if (!found) {
    yield fault(
      'disk',
      `数据文件夹 ${data} 不存在或者不能读：请更正 CERTBRIDGE_DATA，或先启动一次服务`,
      `The data folder ${data} is not there or cannot be read: correct CERTBRIDGE_DATA, or start the service once`,
    );
    return;
  }
  yield roomFinding(data, found.bavail * found.bsize);
  for (const name of [join('keys', 'master.key'), join('keys', 'passphrase')]) {
    const mode = await stat(join(data, name)).then(
      (entry) => entry.mode,
      () => 0,
    );
    if ((mode & 0o077) === 0) continue;
    yield fault(
      'keys',
      `他人可以读取 ${join(data, name)}：请运行 chmod go= ${join(data, name)}`,
      `Others may read ${join(data, name)}: run chmod go= ${join(data, name)}`,
    );
  }
}

/** @param free bytes */
export function roomFinding(data: string, free: number): Finding {
  const size = `${(free / GB).toFixed(1)} GB`;
  if (free >= 2 * GB)
    return well('disk', `${data} 所在磁盘可用 ${size}`, `${size} free on the disk of ${data}`);
  const low = free < 0.2 * GB ? fault : warning;
  return low(
    'disk',
    `${data} 所在磁盘只剩 ${size}：请腾出空间，写满时签发停止`,
    `Only ${size} is free on the disk of ${data}: make room, a full disk stops issuing`,
  );
}

export async function examineFonts({ fonts }: Settings): Promise<Finding> {
  try {
    for (const font of fonts) await access(font);
    // A character that no built-in font has makes it read the further ones.
    new Faces(fonts).missing('一\u{3134a}');
    return well(
      'fonts',
      `内置字体${fonts.length === 0 ? '' : `和另外 ${fonts.length} 个字体文件`}可用`,
      `the built-in fonts${fonts.length === 0 ? '' : ` and ${fonts.length} more`} can be used`,
    );
  } catch (error) {
    const { zh, en } = wordsOf(error);
    return fault(
      'fonts',
      `字体不能使用（${zh}）：请更正 CERTBRIDGE_FONTS，或重新运行 npm ci`,
      `A font cannot be used (${en}): correct CERTBRIDGE_FONTS, or run npm ci again`,
    );
  }
}
