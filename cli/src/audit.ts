import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { openMirror } from '@certbridge/verifier-sdk';
import { FormatError, parseTrustAnchor } from '@certbridge/verifier-sdk/formats';
import type { TrustAnchor } from '@certbridge/verifier-sdk/formats';
import { FolderStore, auditHead, verifyAudit } from '@certbridge/verifier-sdk/node';
import type { AuditFinding, AuditRecord } from '@certbridge/verifier-sdk/node';
import { z } from 'zod';
import { json } from './client.js';
import type { Client } from './client.js';
import { exitCodes } from './exit-codes.js';
import type { ExitCode } from './exit-codes.js';
import { CallFailed } from './failure.js';
import { blobOf, bytesOf } from './input-file.js';
import { saveAnswer } from './save-answer.js';
import type { Terminal } from './terminal.js';
import { visible } from './visible.js';

const text = z.string().nullable();

const auditRecord = z.strictObject({
  ...{ position: z.int().nullable(), leaf: text, id: z.int(), at: z.iso.datetime() },
  ...{ act: z.string(), kind: z.string(), actor: z.string(), roles: z.array(z.string()) },
  ...{ issuer: text, batch: text, certificate: text, subject: text, request: text },
  ...{ filed: text.optional(), details: z.string() },
});

const page = z.object({
  records: z.array(
    z.looseObject({
      at: z.string(),
      act: z.string(),
      actor: z.string(),
      roles: z.array(z.string()),
      certificate: z.string().nullable(),
      batch: z.string().nullable(),
      details: z.record(z.string(), z.unknown()).nullable(),
    }),
  ),
});

export interface AuditSearch {
  readonly act?: string;
  readonly actor?: string;
  readonly certificate?: string;
  readonly batch?: string;
}

/** `audit search`: what was done and seen; with a holder's number, on them alone. */
export async function searchRecords(
  client: Client,
  terminal: Terminal,
  search: AuditSearch,
  holder?: { readonly number: string; readonly purpose: string },
): Promise<void> {
  const found = holder
    ? await client.post(
        '/api/v1/audit/holder-search',
        { ...json({ holderNumber: holder.number }), purpose: holder.purpose },
        page,
      )
    : await client.get(`/api/v1/audit/records?${new URLSearchParams({ ...search }).toString()}`, page);
  if (found.records.length === 0) terminal.write('没有符合条件的审计记录。No audit record matches.\n');
  for (const { at, act, actor, roles, certificate, batch, details } of found.records) {
    const about = certificate ?? batch ?? '';
    const why = typeof details?.['why'] === 'string' ? details['why'] : '';
    terminal.write(
      visible(`${at}  ${act}  ${actor} (${roles.join(' ')})  ${about}  ${why}`.trimEnd()) + '\n',
    );
  }
}

/** `audit export`: all records into a file. */
export async function exportRecords(client: Client, terminal: Terminal, file: string): Promise<void> {
  await saveAnswer(await client.open('/api/v1/audit/export'), file, 0o600);
  terminal.write(`已导出 exported: ${file}\n`);
}

export interface AuditVerification {
  readonly trust: string;
  readonly mirror: string;
  /** MSP id of the province in whose name the tree stands. */
  readonly province: string;
}

/** `audit verify`: holds an export against the mirror's head of the tree, without a network. */
export async function verifyExport(
  terminal: Terminal,
  file: string,
  { trust, mirror: folder, province }: AuditVerification,
): Promise<ExitCode> {
  const trustAnchor = await trustAnchorIn(trust);
  const mirror = await openMirror(new FolderStore(folder), { trustAnchor });
  const head = await auditHead(mirror, province);
  if (!head) {
    throw new CallFailed('AUDIT_HEAD_MISSING', {
      zh: `离线副本中没有 ${province} 的审计树：先运行 certbridge-verify sync --audit ${province}。`,
      en: `The mirror has no audit tree of ${province}: run certbridge-verify sync --audit ${province} first.`,
    });
  }
  const { findings, proven, later, unsealed } = await verifyAudit(recordsIn(file), head);
  for (const finding of findings) terminal.write(`${said(finding)}\n`);
  terminal.write(
    `账本 ledger: ${head.size} (${head.time})\n` +
      `一致 proven: ${proven}，其后 later: ${later}，未封存 not sealed: ${unsealed}\n` +
      (findings.length === 0
        ? '审计记录完好 The audit is whole.\n'
        : '审计记录被动过 The audit was tampered with.\n'),
  );
  return findings.length === 0 ? exitCodes.done : exitCodes.refused;
}

async function trustAnchorIn(file: string): Promise<TrustAnchor> {
  const bytes = await bytesOf(file);
  try {
    return parseTrustAnchor(bytes);
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    const words = { zh: `${file} 不是信任锚文件。`, en: `${file} is no trust anchor.` };
    throw new CallFailed('TRUST_ANCHOR_MALFORMED', words, { cause });
  }
}

async function* recordsIn(file: string): AsyncGenerator<AuditRecord> {
  let line = 0;
  const input = Readable.fromWeb((await blobOf(file)).stream());
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    line += 1;
    const parsed = auditRecord.safeParse(jsonOf(text));
    if (!parsed.success) {
      throw new CallFailed('EXPORT_MALFORMED', {
        zh: `${file} 第 ${line} 行不是审计记录。`,
        en: `Line ${line} of ${file} is no audit record.`,
      });
    }
    yield parsed.data;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const WORDS: Readonly<Record<AuditFinding['code'], string>> = {
  CHANGED: '被改',
  REMOVED: '被删',
  INSERTED: '被插入',
  CUT: '被截断',
  REWRITTEN: '被改写',
};

function said({ code, record, position }: AuditFinding): string {
  const places = [
    ...(record === undefined ? [] : [`记录 record ${record}`]),
    ...(position === undefined ? [] : [`位置 position ${position}`]),
  ];
  return `${WORDS[code]} ${code}: ${places.join(', ')}`;
}
