import { setTimeout } from 'node:timers/promises';
import type { z } from 'zod';
import { batch, key, keyChange, keyRequest, listKeyChangesAnswer, listKeysAnswer } from './answers.js';
import { json } from './client.js';
import type { Client, Content } from './client.js';
import { confirmFinal } from './confirm.js';
import { exitCodes } from './exit-codes.js';
import type { ExitCode } from './exit-codes.js';
import { CallFailed } from './failure.js';
import { bytesOf } from './input-file.js';
import { soleIssuer } from './issuers.js';
import { saveAnswer } from './save-answer.js';
import type { Terminal } from './terminal.js';

type Key = z.output<typeof key>;
type KeyChange = z.output<typeof keyChange>;

export interface OfIssuer {
  readonly issuer?: string;
}

const pathOf = async (client: Client, { issuer }: OfIssuer): Promise<string> =>
  `/api/v1/issuers/${await soleIssuer(client, issuer)}`;

/** A line each, the warning behind it. */
export async function listKeys(client: Client, terminal: Terminal, options: OfIssuer): Promise<void> {
  const path = await pathOf(client, options);
  for (const one of (await client.get(`${path}/keys`, listKeysAnswer)).keys)
    terminal.write(`${lineOf(one)}\n`);
}

function lineOf({ kid, use, algorithm, backend, state, notAfter, warning }: Key): string {
  const until = notAfter === null ? '' : `至 until ${notAfter.slice(0, 10)}`;
  const warned =
    warning === null
      ? ''
      : warning === 'expired'
        ? '  证书已到期 EXPIRED'
        : `  证书 ${warning} 天内到期 ends within ${warning} days`;
  return `${kid}  ${use.padEnd(11)} ${algorithm}  ${backend.padEnd(6)}  ${state.padEnd(9)} ${until}${warned}`;
}

export interface RotateOptions extends OfIssuer {
  readonly use: string;
  readonly kid?: string;
}

export async function rotateKey(
  client: Client,
  terminal: Terminal,
  { use, kid, ...of }: RotateOptions,
): Promise<ExitCode> {
  const body = json({ use, ...(kid !== undefined && { kid }) });
  return carriedOut(client, terminal, await pathOf(client, of), '/key-rotations', body);
}

export interface RevokeOptions extends OfIssuer {
  readonly reason: string;
  readonly yes?: boolean;
}

/** Asks first: no key comes back. */
export async function revokeKey(
  client: Client,
  terminal: Terminal,
  kid: string,
  { reason, yes, ...of }: RevokeOptions,
): Promise<ExitCode> {
  await confirmFinal(terminal, `密钥 key ${kid}`, 'revoked', yes);
  const at = `/keys/${encodeURIComponent(kid)}/revocation`;
  return carriedOut(client, terminal, await pathOf(client, of), at, json({ reason }));
}

export async function listKeyChanges(client: Client, terminal: Terminal, of: OfIssuer): Promise<void> {
  const path = await pathOf(client, of);
  const { changes } = await client.get(`${path}/key-changes`, listKeyChangesAnswer);
  const lines = changes.map(
    ({ id, kind, use, kids, state, proposedBy }) =>
      `${id}  ${kind} ${use} ${kids.join(' ')}  ${state} (${proposedBy})\n`,
  );
  terminal.write(lines.length > 0 ? lines.join('') : '没有待办的密钥变更。No change of keys waits.\n');
}

export async function decideKeyChange(
  client: Client,
  terminal: Terminal,
  id: string,
  { approve, ...of }: OfIssuer & { readonly approve: boolean },
): Promise<ExitCode> {
  const at = `/key-changes/${encodeURIComponent(id)}/decision`;
  return carriedOut(client, terminal, await pathOf(client, of), at, json({ approve }));
}

/** Milliseconds between two looks at a change that is being carried out. */
const LOOK_AGAIN = 200;

/** Sends a change and waits until it is carried out, or something keeps it from that. */
async function carriedOut(
  client: Client,
  terminal: Terminal,
  path: string,
  at: string,
  content: Content,
): Promise<ExitCode> {
  let change = await client.post(`${path}${at}`, content, keyChange);
  while (change.state === 'approved' && change.trouble === null) {
    await setTimeout(LOOK_AGAIN);
    change = await client.get(`${path}/key-changes/${change.id}`, keyChange);
  }
  return told(terminal, change);
}

function told(terminal: Terminal, { id, kind, use, kids, state, trouble }: KeyChange): ExitCode {
  const keyed = kids.join(' ');
  const done: Readonly<Record<KeyChange['kind'], string>> = {
    rotate: `现由 ${keyed} 签署 ${use}。${keyed} signs (${use}) from now on.`,
    revoke: `${keyed} 已吊销。${keyed} is revoked.`,
  };
  const says: Readonly<Record<KeyChange['state'], string>> = {
    proposed: `待另一管理员审核：certbridge key approve ${id}。Waits for another administrator: certbridge key approve ${id}`,
    approved: `稍后自动完成（${trouble ?? ''}）。Will be carried out by itself, later (${trouble ?? ''}).`,
    rejected: '已驳回。Rejected.',
    done: done[kind],
  };
  terminal.write(`${says[state]}\n`);
  return state === 'done' || state === 'rejected' ? exitCodes.done : exitCodes.waiting;
}

export interface RequestOptions extends OfIssuer {
  readonly use: string;
  readonly algorithm: string;
  readonly name?: string;
  readonly out: string;
}

/** Writes a certificate request for the department's own authority. */
export async function requestKey(
  client: Client,
  terminal: Terminal,
  { use, algorithm, name, out, ...of }: RequestOptions,
): Promise<void> {
  const body = json({ use, algorithm, ...(name !== undefined && { name }) });
  const made = await client.post(`${await pathOf(client, of)}/key-requests`, body, keyRequest);
  await saveAnswer(new Response(made.request), out);
  terminal.write(
    `密钥 ${made.kid} 的证书请求在 ${out}；机构答复后：certbridge key import FILE。` +
      `The request for key ${made.kid} is in ${out}. With the authority's answer: certbridge key import FILE\n`,
  );
}

export interface ImportOptions extends OfIssuer {
  readonly use: string;
  readonly name?: string;
  readonly passphraseFile?: string;
}

/** Takes an authority's answer (PEM), or a key with its certificates (.p12, .pfx). */
export async function importKey(
  client: Client,
  terminal: Terminal,
  file: string,
  { use, name, passphraseFile, ...of }: ImportOptions,
): Promise<void> {
  const path = await pathOf(client, of);
  const bytes = await bytesOf(file);
  const named = name === undefined ? {} : { name };
  const isPem = bytes.includes('-----BEGIN');
  const taken = isPem
    ? await client.post(
        `${path}/key-certificates`,
        json({ certificates: bytes.toString('utf8'), ...named }),
        key,
      )
    : await client.post(
        `${path}/key-files`,
        json({
          use,
          file: bytes.toString('base64'),
          passphrase: await passphraseIn(passphraseFile),
          ...named,
        }),
        key,
      );
  terminal.write(
    `${lineOf(taken)}\n启用 To sign with it: certbridge key rotate --use ${taken.use} --kid ${taken.kid}\n`,
  );
}

/** From a file: an argument would stay in the shell's history. */
async function passphraseIn(file: string | undefined): Promise<string> {
  if (file !== undefined) return (await bytesOf(file)).toString('utf8').replace(/\r?\n$/, '');
  throw new CallFailed(
    'PASSPHRASE_NEEDED',
    {
      zh: '密钥文件（.p12、.pfx）的口令写在文件里，用 --passphrase-file 指明。',
      en: 'Put the passphrase of the key file (.p12, .pfx) into a file, and name it with --passphrase-file.',
    },
    { exit: exitCodes.usage },
  );
}

/** Issues again whatever a key has signed and is current: the new ones take the old ones' places. */
export async function reissue(
  client: Client,
  terminal: Terminal,
  kid: string,
  { type, ...of }: OfIssuer & { readonly type: string },
): Promise<ExitCode> {
  const path = `${await pathOf(client, of)}/reissues`;
  const made = await client.post(path, json({ kid, type }), batch);
  terminal.write(
    `批次 ${made.id}：重新签发 ${made.rows} 份，${made.state}。Batch ${made.id}: ${made.rows} to be issued again, ${made.state}.\n`,
  );
  return made.state === 'submitted' ? exitCodes.waiting : exitCodes.done;
}
