import { readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { loadCertificateTypes } from '@certbridge/service/certificates/types';
import { HOSTILE_BODIES } from './hostile-bodies.js';
import type { HostileBody } from './hostile-bodies.js';
import type { Figure } from './measure.js';
import { progress } from './progress.js';
import { RunningService } from './running-service.js';

/** Milliseconds between two questions whether it is alive. */
const PULSE = 100;

/** Memory of a process (Linux: proc_pid_status(5)), in MiB. */
class Memory {
  readonly #pid: number;

  constructor(pid: number) {
    this.#pid = pid;
  }

  async peak(): Promise<number> {
    const status = await readFile(`/proc/${this.#pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
  }

  /** Forgets earlier peaks (proc_pid_clear_refs(5)). */
  forget(): Promise<void> {
    return writeFile(`/proc/${this.#pid}/clear_refs`, '5');
  }
}

/** How a body was answered: status and code; what was not taken to its end may also be cut off. */
async function answerTo(
  service: RunningService,
  issuer: string,
  body: HostileBody,
  pieces: Iterable<Uint8Array>,
): Promise<string> {
  const path =
    body.media === 'application/json' ? 'certificates' : 'batches?type=residence-permit&until=checked';
  const sending = request(`${service.url}/api/v1/issuers/${issuer}/${path}`, {
    method: 'POST',
    headers: {
      ...service.headers,
      'content-type': body.media,
      ...(body.announced !== undefined && { 'content-length': body.announced }),
    },
  });
  const answer = new Promise<string>((resolve) => {
    sending.once('response', (response) => {
      text(response).then(
        (json) =>
          resolve(`${response.statusCode} ${(JSON.parse(json) as { code?: string }).code ?? 'taken'}`),
        () => resolve(`${response.statusCode}, then cut off`),
      );
    });
    sending.once('error', ({ message }) => resolve(message));
  });
  const sent = Readable.from(pieces);
  sent.on('error', () => undefined);
  sent.pipe(sending);
  const said = await answer;
  sent.destroy();
  sending.destroy();
  return said;
}

/** The slowest answer to the question whether it is alive, until told to stop asking. */
async function slowestPulse(service: RunningService, stop: AbortSignal): Promise<number> {
  let slowest = 0;
  while (!stop.aborted) {
    slowest = Math.max(slowest, await service.health());
    await delay(PULSE);
  }
  return slowest;
}

/** What hostile contents cost: memory at its peak, time until they are answered, and others meanwhile. */
export async function benchBodies(): Promise<Figure[]> {
  const service = await RunningService.open({});
  try {
    const types = await loadCertificateTypes();
    const issuer = await service.issuerOf(types.newest('residence-permit'));
    if (service.pid === undefined) throw new Error('the service has ended');
    const memory = new Memory(service.pid);
    await memory.forget();
    const figures: Figure[] = [{ bench: 'before all of them', value: await memory.peak(), unit: 'MiB' }];
    for (const body of HOSTILE_BODIES) {
      progress(body.name);
      const contents: Iterable<Uint8Array>[] = [];
      while (contents.length < (body.atOnce ?? 1)) contents.push(await body.pieces());
      await memory.forget();
      const over = new AbortController();
      const pulse = slowestPulse(service, over.signal);
      const started = performance.now();
      const said = await Promise.all(contents.map((pieces) => answerTo(service, issuer, body, pieces)));
      const seconds = (performance.now() - started) / 1_000;
      over.abort();
      const note = `${[...new Set(said)].join('; ')} after ${seconds.toFixed(1)} s; /healthz at most ${Math.round(await pulse)} ms`;
      figures.push({ bench: body.name, value: await memory.peak(), unit: 'MiB', note });
    }
    return figures;
  } finally {
    await service.close();
  }
}
