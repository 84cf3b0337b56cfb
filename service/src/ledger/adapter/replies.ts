import {
  changeReasons,
  changeStates,
  readEntry,
  readRecord,
  readTrustAnchor,
  parseJson,
} from '@certbridge/verifier-sdk/formats';
import type { Entry, Json, Log, TrustAnchor } from '@certbridge/verifier-sdk/formats';
import { z } from 'zod';

/* The contract's replies, each read once through a schema or the formats' own reader. */

const status = z.object({
  state: z.enum(changeStates),
  reason: z.enum(changeReasons),
  by: z.object({ issuer: z.string(), cert: z.string() }).optional(),
  /** The entry that made the change, and its time. */
  seq: z.number().int(),
  time: z.string(),
});
const head = z.object({
  log: z.enum(['n', 'p', 'i']),
  id: z.string(),
  seq: z.number().int(),
  hash: z.string(),
});
const key = z.object({
  kid: z.string(),
  alg: z.enum(['ES256', 'RS256']),
  spki: z.string(),
  revokedAfter: z.number().int().optional(),
  reason: z.string().optional(),
});
const issuer = z.object({
  issuer: z.string(),
  name: z.string(),
  mspId: z.string(),
  types: z.array(z.string()),
  successor: z.string().optional(),
  keys: z.array(key),
});
const proposal = z.object({
  id: z.string(),
  proposal: z.looseObject({ kind: z.enum(['anchor', 'type', 'issuer', 'succession']) }),
  proposedBy: z.string(),
  approvedBy: z.array(z.string()),
  time: z.string(),
  expires: z.string(),
});

/** What the ledger knows of one certificate. */
export type CertificateStatus = z.infer<typeof status>;
export type Head = z.infer<typeof head>;
/** An issuer with all its keys, revoked ones too. */
export type RegisteredIssuer = z.infer<typeof issuer>;
export type OpenProposal = z.infer<typeof proposal>;

export interface NetworkState {
  readonly id: string;
  readonly anchor: TrustAnchor;
  /** SHA-256 of the anchor, in hex. */
  readonly hash: string;
  /** The certificate types that the provinces approved. */
  readonly types: readonly { readonly code: string; readonly name: string }[];
}

const json = z.custom<Json>((value) => value !== undefined);
const read =
  <T>(schema: z.ZodType<T>) =>
  (reply: string): T =>
    schema.parse(parseJson(reply, { length: 64 * 1024 * 1024, values: 4_000_000 }));

export const replies = {
  appended: read(z.object({ entry: z.string(), seq: z.number().int() })),
  keyAdded: read(z.object({ kid: z.string() })),
  keyRevoked: read(z.object({ kid: z.string(), revokedAfter: z.number().int() })),
  beat: read(z.object({ seq: z.number().int(), time: z.string() })),
  /** What a checkpoint's statement says of the anchor's number and the hash of all heads. */
  checkpoint: read(z.object({ anchor: z.number().int(), heads: z.string() })),
  proposed: read(z.object({ proposal: z.string(), enacted: z.boolean() })),
  status: read(z.object({ status: status.nullable() })),
  history: read(z.object({ history: z.array(status) })),
  heads: read(z.object({ heads: z.array(head) })),
  registry: read(z.object({ issuer })),
  proposals: read(z.object({ proposals: z.array(proposal) })),

  entry(reply: string): Entry {
    return readEntry(read(z.object({ entry: json }))(reply).entry);
  },
  entries(reply: string): Entry[] {
    return read(z.object({ entries: z.array(json) }))(reply).entries.map((entry) => readEntry(entry));
  },
  records<L extends Log>(log: L, reply: string): RecordOf<L>[] {
    const { records } = read(z.object({ records: z.array(json) }))(reply);
    return records.map((record) => readRecord(log, record) as RecordOf<L>);
  },
  network(reply: string): NetworkState {
    const types = z.array(z.object({ code: z.string(), name: z.string() }));
    const schema = z.object({ network: z.object({ id: z.string(), anchor: json, hash: z.string(), types }) });
    const { network } = read(schema)(reply);
    return { ...network, anchor: readTrustAnchor(network.anchor) };
  },
};

/** The records of a log, by the kind of log. */
export type RecordOf<L extends Log> = L extends 'i'
  ? Entry
  : Extract<ReturnType<typeof readRecord>, { log: L extends 'p' ? 'p' : 'n' }>;
