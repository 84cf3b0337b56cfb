import { z } from 'zod';

const column = z.string().min(1);

/** What an archive holds; the first file in it. */
export const manifest = z.strictObject({
  v: z.literal(1),
  /** The same in both archives of a backup. */
  id: z.uuid(),
  part: z.enum(['main', 'keys']),
  time: z.iso.datetime(),
  /** The network's id, hex; null: nothing was anchored yet. */
  network: z.string().nullable(),
  /** Names of the migrations that made the schema, in order. */
  migrations: z.array(z.string()),
  tables: z.array(z.strictObject({ schema: z.string(), name: z.string(), columns: z.array(column).min(1) })),
  /** Whether the settings, not the data folder, hold the master key, which is then in no backup. */
  isMasterKeyElsewhere: z.boolean(),
});

export type Manifest = z.output<typeof manifest>;
export type Table = Manifest['tables'][number];

/** Where the parts lie in an archive. */
export const MANIFEST = 'backup.json';
export const SEQUENCES = 'sequences.json';
export const sequences = z.array(
  z.strictObject({ schema: z.string(), name: z.string(), last: z.string().regex(/^\d+$/) }),
);
/** `tables/SCHEMA/NAME/000001`: COPY text format; the parts of a table one after the other. */
export const partOf = ({ schema, name }: Table, part: number): string =>
  `tables/${schema}/${name}/${String(part).padStart(6, '0')}`;
export const PART = /^tables\/([a-z_]+)\/([a-z_0-9]+)\/\d{6,}$/;
/** `files/PATH`: as in the data folder. */
export const FILES = 'files/';
