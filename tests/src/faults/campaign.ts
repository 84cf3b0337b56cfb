import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../samples/random.js';
import { Clients, nothingYet } from './clients.js';
import type { Step } from './database-wire.js';
import type { Machines, Part } from './machines.js';
import { Reckoning } from './reckoning.js';
import type { Found } from './reckoning.js';

/** What is done to the machines while clients are at work. */
export type Fault = Part | `${Part} at a step` | 'service as it starts' | 'all three at once';

const parts: readonly Part[] = ['PostgreSQL', 'ledger', 'service'];
/** Some more often: the service has most of what can be left half done, PostgreSQL the commits in doubt. */
const faults: readonly Fault[] = [
  ...parts,
  'PostgreSQL',
  'ledger at a step',
  'PostgreSQL at a step',
  'PostgreSQL at a step',
  'service at a step',
  'service at a step',
  'service as it starts',
  'all three at once',
];

/** Statements among which the moment of a kill is drawn: about as many as a few certificates take. */
const STATEMENTS = 60;

/** Milliseconds at least from one pass of the clients to the next: what is started again needs the processors too. */
const PASS = 500;

/** One fault under load. */
export interface Round {
  readonly fault: string;
  /** From the kill until the part was ready again, in milliseconds. */
  readonly away: number;
  /** Where it was killed at one. */
  readonly step?: Step;
}

type Killed = Omit<Round, 'fault'>;

/** What was found after some rounds, of all that was answered in them. */
export interface Reckoned extends Found {
  readonly rounds: readonly Round[];
}

/** Rounds on one province that is started once, and reckonings. */
export class Campaign {
  readonly #machines: Machines;
  readonly #clients: Clients;
  readonly #reckoning: Reckoning;
  readonly #random: Random;
  /** How often a part was killed at a step, by `${part} ${step}`. */
  readonly #kills = new Map<string, number>();
  /** Of all reckonings; without the documents. */
  readonly #everything = nothingYet();
  /** Certificates of the reckoning before. */
  #revocable: string[] = [];

  private constructor(machines: Machines, clients: Clients, reckoning: Reckoning, random: Random) {
    this.#machines = machines;
    this.#clients = clients;
    this.#reckoning = reckoning;
    this.#random = random;
  }

  static async open(machines: Machines, random: Random): Promise<Campaign> {
    return new Campaign(machines, await Clients.open(machines), await Reckoning.open(machines), random);
  }

  /** Kills of these kinds, one after the other. */
  kills(kinds: readonly Fault[]): Promise<Reckoned> {
    return this.reckoned(async () => {
      const rounds: Round[] = [];
      for (const kind of kinds) rounds.push(await this.#kill(kind));
      return rounds;
    }, PASS);
  }

  drawn(): Fault {
    return this.#random.pick(faults);
  }

  /**
   * @param happen what is done to the machines; when it fulfils they all run again
   * @param pause milliseconds between two passes of the clients
   */
  async reckoned(happen: () => Promise<readonly Round[]>, pause = 0): Promise<Reckoned> {
    const said = nothingYet();
    const ended = new AbortController();
    const over = happen().finally(() => ended.abort());
    const failed = over.then(() => new Promise<never>(() => undefined));
    // As long as it lasts, and at least once.
    const lane = async (work: () => Promise<void>): Promise<void> => {
      do await Promise.race([Promise.all([work(), delay(pause)]), failed]);
      while (!ended.signal.aborted);
    };
    await Promise.all([
      lane(() => this.#clients.singles(said, this.#revocable.pop())),
      lane(() => this.#clients.file(said)),
    ]);
    const rounds = await over;
    const found = await this.#reckoning.reckon(said, this.#clients);
    this.#revocable = [...said.documents.keys()];
    for (const [key, count] of said.applications) this.#everything.applications.set(key, count);
    for (const certId of said.revoked) this.#everything.revoked.add(certId);
    return { rounds, ...found };
  }

  /** Compares all that was ever answered, from the first entry of the log on. Gives what is not as it must be. */
  async everything(): Promise<readonly string[]> {
    const reckoning = await Reckoning.open(this.#machines);
    try {
      return (await reckoning.reckon(this.#everything, this.#clients)).faults;
    } finally {
      await reckoning.close();
    }
  }

  async close(): Promise<void> {
    await this.#reckoning.close();
  }

  /** Some statements later. */
  async #kill(fault: Fault): Promise<Round> {
    await this.#machines.wire.statements(1 + this.#random.below(STATEMENTS));
    switch (fault) {
      case 'service':
      case 'ledger':
      case 'PostgreSQL':
        return { fault, ...(await this.#gone([fault])) };
      case 'all three at once':
        return { fault, ...(await this.#gone(parts)) };
      case 'service at a step':
        return { fault, ...(await this.#atStep('service')) };
      case 'ledger at a step':
        return { fault, ...(await this.#atStep('ledger')) };
      case 'PostgreSQL at a step':
        return { fault, ...(await this.#atStep('PostgreSQL')) };
      case 'service as it starts':
        return { fault, ...(await this.#asItStarts()) };
    }
  }

  async #gone(killed: readonly Part[]): Promise<Killed> {
    const at = performance.now();
    await Promise.all(killed.map((part) => this.#machines.kill(part)));
    if (killed.includes('PostgreSQL')) await this.#machines.start('PostgreSQL');
    const others = killed.filter((part) => part !== 'PostgreSQL');
    await Promise.all(others.map((part) => this.#machines.start(part)));
    return { away: performance.now() - at };
  }

  /** At one of the steps at which the part was killed least often; after many statements, at any. */
  async #atStep(part: Part): Promise<Killed> {
    let left = 4 * STATEMENTS;
    const isRare = this.#rare(part);
    const [step, at] = await new Promise<[Step, number]>((struck) => {
      this.#machines.wire.arm(
        (one) => isRare(one) || (left -= 1) < 0,
        async (one) => {
          const killedAt = performance.now();
          await this.#machines.kill(part);
          struck([one, killedAt]);
        },
      );
    });
    this.#count(part, step);
    await this.#machines.start(part);
    return { away: performance.now() - at, step };
  }

  /** Killed, and once more at a step of the start where that was done least often. */
  async #asItStarts(): Promise<Killed> {
    const { wire } = this.#machines;
    let step: Step | undefined;
    let isStarting = true;
    const at = performance.now();
    await this.#machines.kill('service');
    wire.arm(this.#rare('service'), async (one) => {
      if (!isStarting) return;
      step = one;
      await this.#machines.kill('service');
    });
    await this.#machines.start('service');
    isStarting = false;
    wire.disarm();
    const away = performance.now() - at;
    if (step === undefined) return { away };
    this.#count('service', step);
    return { away, step };
  }

  #rare(part: Part): (step: Step) => boolean {
    const kills = (step: Step): number => this.#kills.get(`${part} ${step}`) ?? 0;
    const fewest = Math.min(...[...this.#machines.wire.steps].map(kills));
    return (step) => kills(step) <= fewest;
  }

  #count(part: Part, step: Step): void {
    const at = `${part} ${step}`;
    this.#kills.set(at, (this.#kills.get(at) ?? 0) + 1);
  }
}
