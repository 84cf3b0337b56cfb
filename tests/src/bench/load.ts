import { setTimeout as delay } from 'node:timers/promises';
import { loadCertificateTypes } from '@certbridge/service/certificates/types';
import { Permits } from '../people/permits.js';
import { percentile } from './measure.js';
import type { Figure } from './measure.js';
import { progress } from './progress.js';
import { RunningService } from './running-service.js';

/** How much of what it can do is asked for. */
const LOADS = [0.5, 1, 2, 5, 10];
const SECONDS = 10;
/** Requests under way while it is measured what it can do. */
const LANES = 32;
const PAGE = 1_000;
/** Seconds in which what was accepted must be anchored. */
const PATIENCE = 300;

interface Answered {
  readonly status: number;
  readonly ms: number;
}

const wasServed = ({ status }: Answered): boolean => status >= 200 && status < 300;

/** Single applications that are sent to a running service over HTTP. */
class LoadedService {
  readonly #service: RunningService;
  readonly #certificates: string;
  readonly #next: () => unknown;

  private constructor(service: RunningService, issuer: string, next: () => unknown) {
    this.#service = service;
    this.#certificates = `${service.url}/api/v1/issuers/${issuer}/certificates`;
    this.#next = next;
  }

  static async open(): Promise<LoadedService> {
    const service = await RunningService.open({ CERTBRIDGE_CALL_QUOTA: '1000000' });
    const [permits, types] = await Promise.all([Permits.open(), loadCertificateTypes()]);
    const type = types.newest('residence-permit');
    const next = (): unknown => ({ type: type.slug, ...permits.application(type) });
    return new LoadedService(service, await service.issuerOf(type), next);
  }

  /** One application, and how it was answered. */
  async issue(): Promise<Answered> {
    const body = JSON.stringify(this.#next());
    const started = performance.now();
    const request = fetch(this.#certificates, {
      method: 'POST',
      headers: { ...this.#service.headers, 'content-type': 'application/json' },
      body,
    });
    // Whoever is cut off has no status: it counts as failed.
    const status = await request.then(
      async (response) => {
        await response.arrayBuffer();
        return response.status;
      },
      () => 0,
    );
    return { status, ms: performance.now() - started };
  }

  health(): Promise<number> {
    return this.#service.health();
  }

  /** Certificates that it has, and has anchored. */
  async held(): Promise<{ readonly all: number; readonly anchored: number }> {
    const held = { all: 0, anchored: 0 };
    for (let after = ''; ;) {
      const page = await this.#page(after);
      held.all += page.length;
      held.anchored += page.filter(({ anchoredIn }) => anchoredIn !== null).length;
      if (page.length < PAGE) return held;
      after = page.at(-1)?.certId ?? '';
    }
  }

  async #page(after: string): Promise<{ certId: string; anchoredIn: number | null }[]> {
    const query = `limit=${PAGE}${after && `&after=${after}`}`;
    const response = await fetch(`${this.#certificates}?${query}`, { headers: this.#service.headers });
    return ((await response.json()) as { certificates: { certId: string; anchoredIn: number | null }[] })
      .certificates;
  }

  close(): Promise<void> {
    return this.#service.close();
  }
}

/** What it accepts when there is always something to do. */
async function capacity(
  service: LoadedService,
): Promise<{ readonly done: number; readonly seconds: number }> {
  let done = 0;
  const ends = performance.now() + SECONDS * 1_000;
  const started = performance.now();
  const lane = async (): Promise<void> => {
    while (performance.now() < ends) {
      if (wasServed(await service.issue())) done += 1;
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return { done, seconds: (performance.now() - started) / 1_000 };
}

interface Offered {
  readonly answers: readonly Answered[];
  readonly health: readonly number[];
  readonly seconds: number;
}

/** Sends so many a second, whether or not the earlier ones were answered. */
async function offer(service: LoadedService, rate: number): Promise<Offered> {
  const total = Math.round(rate * SECONDS);
  const started = performance.now();
  const under: Promise<Answered>[] = [];
  const health: Promise<number>[] = [];
  while (under.length < total) {
    const due = Math.min(total, Math.ceil(((performance.now() - started) / 1_000) * rate));
    while (under.length < due) under.push(service.issue());
    if (health.length < (performance.now() - started) / 200) health.push(service.health());
    await delay(5);
  }
  const answers = await Promise.all(under);
  return { answers, health: await Promise.all(health), seconds: (performance.now() - started) / 1_000 };
}

/** What is served, refused and how fast, from half of what the service can do to ten times as much. */
export async function benchLoad(): Promise<Figure[]> {
  const service = await LoadedService.open();
  try {
    progress('what the service can do');
    const before = (await service.held()).all;
    const warm = await capacity(service);
    const { done, seconds: took } = await capacity(service);
    const most = done / took;
    const figures: Figure[] = [
      {
        bench: 'capacity',
        value: most,
        unit: 'certificates/s',
        note: `single applications, ${LANES} under way`,
      },
    ];
    let accepted = warm.done + done;
    for (const load of LOADS) {
      progress(`${load} times as much, for ${SECONDS} s`);
      const { answers, health, seconds } = await offer(service, load * most);
      const served = answers.filter(wasServed);
      const shed = answers.filter(({ status }) => status === 429 || status === 503);
      accepted += served.length;
      const times = served.map(({ ms }) => ms);
      const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => Math.round(percentile(times, share)));
      figures.push({
        bench: `offered ${load} × capacity (${Math.round(load * most)}/s): served`,
        value: served.length / seconds,
        unit: '/s',
        note:
          `of ${answers.length}: shed ${shed.length}, failed ${answers.length - served.length - shed.length}; ` +
          `p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms; /healthz p99 ${Math.round(percentile(health, 0.99))} ms`,
      });
    }
    progress('whether all is there that was accepted');
    let left = accepted;
    for (let n = 0; left > 0 && n < PATIENCE; n += 1) {
      await delay(1_000);
      left = before + accepted - (await service.held()).anchored;
    }
    const unit = `of ${accepted}`;
    figures.push({ bench: 'accepted, and not anchored afterwards', value: left, unit });
    return figures;
  } finally {
    await service.close();
  }
}
