import { z } from 'zod';
import type { issuer } from './answers.js';
import { listBatchesAnswer, listIssuersAnswer, listProposedChangesAnswer } from './answers.js';
import { json } from './client.js';
import type { Client } from './client.js';
import { confirmFinal } from './confirm.js';
import { CallFailed } from './failure.js';
import { endings } from './issuer-ending.js';
import { FINAL, describeReason } from './status.js';
import type { Terminal } from './terminal.js';

/** Something that waits for a second pair of eyes. */
interface Waiting {
  readonly id: string;
  /** Where it is decided. */
  readonly path: string;
  readonly about: string;
  /** Of a batch: what is approved. */
  readonly digest?: string;
  /** The state that approval makes of a certificate, where nothing may follow it. */
  readonly final?: string | undefined;
}

/** What waits for approval at every issuer that the token covers. */
export async function listWaiting(client: Client, terminal: Terminal): Promise<void> {
  const waiting = await allWaiting(client);
  const lines = waiting.map(({ id, about }) => `${id}  ${about}\n`);
  terminal.write(lines.length > 0 ? lines.join('') : '没有待审核事项。Nothing waits for approval.\n');
}

export interface Decision {
  readonly approve: boolean;
  readonly yes?: boolean | undefined;
}

/** Decides what waits under this id; asks first where approval makes what cannot be undone. */
export async function decide(
  client: Client,
  terminal: Terminal,
  id: string,
  { approve, yes }: Decision,
): Promise<void> {
  const found = (await allWaiting(client)).find((one) => one.id === id);
  if (!found) {
    throw new CallFailed('NOT_WAITING', {
      zh: `没有编号为 ${id} 的待审核事项，见 “certbridge waiting”。`,
      en: `Nothing with the id ${id} waits for approval: "certbridge waiting".`,
    });
  }
  if (approve && found.final !== undefined) await confirmFinal(terminal, found.about, found.final, yes);
  const digest = found.digest !== undefined && { digest: found.digest };
  await client.post(`${found.path}/decision`, json({ approve, ...(approve && digest) }), z.unknown());
  terminal.write(`${approve ? '已批准 approved' : '已驳回 rejected'}: ${found.about}\n`);
}

async function allWaiting(client: Client): Promise<Waiting[]> {
  const { issuers: reached } = await client.get('/api/v1/issuers', listIssuersAnswer);
  const inEach = await Promise.all(reached.map(({ code, name }) => waitingAt(client, code, name)));
  return [...reached.flatMap(endingOf), ...inEach.flat()];
}

/** Known by the issuer's code. */
function endingOf({ code, name, ending }: z.output<typeof issuer>): Waiting[] {
  if (ending === null) return [];
  const about = `${name}：${endings[ending.as]} ${ending.as} (${ending.submittedBy})`;
  return [{ id: code, path: `/api/v1/issuers/${code}/ending`, about }];
}

async function waitingAt(client: Client, issuer: string, name: string): Promise<Waiting[]> {
  const base = `/api/v1/issuers/${issuer}`;
  const [submitted, proposed] = await Promise.all([
    client.get(`${base}/batches?limit=200`, listBatchesAnswer),
    client.get(`${base}/status-changes`, listProposedChangesAnswer),
  ]);
  return [
    ...submitted.batches
      .filter(({ state }) => state === 'submitted')
      .map(({ id, rows, bad, submittedBy, digest }) => ({
        id,
        ...(digest !== null && { digest }),
        path: `${base}/batches/${id}`,
        about: `${name}：签发 ${rows - bad} 份 issue ${rows - bad} (${submittedBy})`,
      })),
    ...proposed.changes.map(({ id, certId, state, reason, submittedBy }) => ({
      id,
      path: `${base}/status-changes/${id}`,
      about: `${name}：${certId} ${state}, ${reason} ${describeReason(reason)} (${submittedBy})`,
      final: FINAL.includes(state) ? state : undefined,
    })),
  ];
}
