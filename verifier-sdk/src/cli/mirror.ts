import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { parseJson } from '../formats/json.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { MemoryStore, openMirror, syncMirror } from '../mirror/index.js';
import type { Mirror, MirrorStore, SyncOptions, SyncReport } from '../mirror/index.js';
import { FolderStore, readFileBounded, syncAuditHeads, writeFileAtomically } from '../node/index.js';
import { UsageError } from './error.js';
import type { Terminal } from './terminal.js';
import { pad, painter, printable } from './terminal.js';

const SOURCES = 'sources.json';

const open = (store: MirrorStore, trustAnchor: TrustAnchor, { clock }: Terminal): Promise<Mirror> =>
  openMirror(store, { trustAnchor, ...(clock && { clock }) });

/** Opens the mirror in a folder; undefined when the folder is not there and nobody asked for it by name. */
export async function openFolder(
  folder: string,
  trustAnchor: TrustAnchor,
  asked: boolean,
  terminal: Terminal,
): Promise<Mirror | undefined> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() === true) return open(new FolderStore(folder), trustAnchor, terminal);
  if (!asked) return undefined;
  throw new UsageError(
    `没有离线副本“${folder}”，请先运行 certbridge-verify sync。`,
    `There is no mirror “${folder}”: run certbridge-verify sync first.`,
  );
}

/** A mirror that is gone with the process, for looking things up online. */
export const openTemporary = (trustAnchor: TrustAnchor, terminal: Terminal): Promise<Mirror> =>
  open(new MemoryStore(), trustAnchor, terminal);

/** Refuses what is no web address. */
export function checkUrls(urls: readonly string[]): readonly string[] {
  for (const url of urls) {
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    if (parsed?.protocol !== 'https:' && parsed?.protocol !== 'http:') {
      throw new UsageError(`“${url}”不是 http 或 https 地址。`, `“${url}” is no http or https address.`);
    }
  }
  return urls;
}

/** The addresses that the last sync of this folder used. */
export async function rememberedUrls(folder: string): Promise<readonly string[]> {
  try {
    const value = parseJson(await readFileBounded(join(folder, SOURCES), 65_536), { depth: 3 });
    return Array.isArray(value)
      ? value.filter((url): url is string => typeof url === 'string' && URL.canParse(url))
      : [];
  } catch {
    // Absent or damaged: no convenience then, and no harm.
    return [];
  }
}

export async function sync(
  mirror: Mirror,
  options: Pick<SyncOptions, 'urls' | 'qrLists' | 'issuers'>,
  terminal: Terminal,
): Promise<SyncReport> {
  const report = await syncMirror(mirror, options);
  for (const { url, code, reason, message, evidence } of report.problems)
    terminal.error(
      printable(
        `${url}: ${[code, reason].filter(Boolean).join(' ')} ${message}${evidence === undefined ? '' : ` (${evidence})`}`,
      ),
    );
  return report;
}

/** Loudly, whatever else there is to say: nothing is valid until a person has looked at it. */
export function warnOfEquivocation(mirror: Mirror, terminal: Terminal): void {
  if (!mirror.equivocation) return;
  const warning =
    '‼ 账本出现两个互相矛盾的版本，证据已保存（evidence/fork-*），请立即上报安全管理员。\n' +
    '‼ The provinces signed two histories that contradict each other; the evidence is kept (evidence/fork-*): tell the security officer at once.';
  terminal.error(painter(terminal.colours)('bold', painter(terminal.colours)('red', warning)));
}

/** `sync`: brings a folder's mirror up to date. 0 when it is, 2 when no server could be used, 1 for equivocation. */
export async function syncFolder(
  {
    regions,
    ...options
  }: {
    readonly mirror: string;
    readonly json: boolean;
    readonly qrLists: boolean;
    readonly regions?: readonly string[];
    readonly audit?: readonly string[];
  },
  urls: readonly string[],
  trustAnchor: TrustAnchor,
  terminal: Terminal,
): Promise<number> {
  const mirror = await open(new FolderStore(options.mirror), trustAnchor, terminal);
  const qrLists = options.qrLists ? 'all-keys' : 'revoked-keys';
  const issuers = regions && ((code: string): boolean => regions.includes(code.slice(2, 4)));
  const report = await sync(
    mirror,
    { urls: checkUrls(urls), qrLists, ...(issuers && { issuers }) },
    terminal,
  );
  if (options.audit) await syncAuditHeads(mirror, { urls }, options.audit);
  warnOfEquivocation(mirror, terminal);
  if (report.outcome !== 'failed')
    await writeFileAtomically(join(options.mirror, SOURCES), JSON.stringify(urls));
  terminal.out(options.json ? JSON.stringify(report, null, 2) : renderSync(report));
  if (report.equivocation) return 1;
  return report.outcome === 'failed' ? 2 : 0;
}

const OUTCOMES = {
  updated: '已更新 updated',
  current: '已是最新 current',
  failed: '未能更新 failed',
} as const;

function renderSync({ outcome, asOf, bytes, qrListsLacking }: SyncReport): string {
  const row = (label: string, value: string): string => `${pad(label, 24)}${value}`;
  return [
    row('离线副本 Mirror', OUTCOMES[outcome]),
    row('账本心跳 Beat', asOf?.beat ?? '—'),
    row('账本快照 Checkpoint', asOf?.checkpoint ?? '—'),
    row('收到 Received', asOf?.received ?? '—'),
    row('字节 Bytes', String(bytes)),
    ...(qrListsLacking > 0 ? [row('缺清单 Lists lacking', String(qrListsLacking))] : []),
  ].join('\n');
}
