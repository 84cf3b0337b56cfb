import { join } from 'node:path';
import { z } from 'zod';
import type { EntryEvent, EventsOptions } from '../adapter/index.js';
import { writeFileAtomically } from '../../platform/files/index.js';
import { readIfThere } from './files.js';

const FILE = 'events.json';
const stored = z.object({
  network: z.string(),
  block: z.string().regex(/^\d+$/),
  transactionId: z.string(),
});

/** Up to where the ledger's events have become pages: events are read from there after a restart. */
export class EventCheckpoint {
  readonly #folder: string;
  readonly #network: string;

  constructor(folder: string, network: string) {
    this.#folder = folder;
    this.#network = network;
  }

  /** From behind the stored event; without one, or with another ledger's, from the first block. */
  async place(): Promise<Pick<EventsOptions, 'after' | 'from'>> {
    const bytes = await readIfThere(this.#folder, FILE);
    const place = stored.safeParse(bytes && parse(bytes.toString('utf8')));
    if (!place.success || place.data.network !== this.#network) return { from: 0n };
    return { after: { block: BigInt(place.data.block), transactionId: place.data.transactionId } };
  }

  async store({ block, transactionId }: EntryEvent): Promise<void> {
    const place = { network: this.#network, block: block.toString(), transactionId };
    await writeFileAtomically(join(this.#folder, FILE), Buffer.from(JSON.stringify(place)));
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
