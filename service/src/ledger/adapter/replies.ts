import {
  changeReasons,
  keyUses,
  parseJson,
  readEntry,
  readLogRecord,
  readTrustAnchor,
  recordedStates,
} from '@certbridge/verifier-sdk/formats';
import type { Entry, Json, Log, LogRecord, TrustAnchor } from '@certbridge/verifier-sdk/formats';
import { z } from 'zod';

/* The contract's replies, each read once through a schema or the formats' own reader. */

const certificate = z.object({ issuer: z.string(), cert: z.string() });
const status = z.object({
  /** `none`: all that was recorded is a supersession that waits for its day, or was withdrawn. */
  state: z.enum([...recordedStates, 'none']),
  reason: z.enum(changeReasons),
  by: certificate.optional(),
  /** The entry that made the change, and its time. */
  seq: z.number().int(),
  time: z.string(),
  /** A supersession that waits for its day, `from` (YYYY-MM-DD, Asia/Shanghai). */
  pending: z
    .object({
      by: certificate,
      from: z.string(),
      reason: z.enum(changeReasons),
      seq: z.number().int(),
      time: z.string(),
    })
    .optional(),
});
const auditHead = z.object({ size: z.number().int(), root: z.string() });
const head = z.object({
  log: z.enum(['n', 'p', 'i']),
  id: z.string(),
  seq: z.number().int(),
  hash: z.string(),
});
const under = z.object({ n: z.number().int(), p: z.number().int() });
const key = z.object({
  kid: z.string(),
  alg: z.enum(['ES256', 'RS256']),
  use: z.enum(keyUses),
  spki: z.string(),
  /** `under`: the issuer's version before the revocation; entries up to that version stay good under the key. */
  revoked: z.object({ reason: z.string(), under }).optional(),
});
const issuer = z.object({
  issuer: z.string(),
  name: z.string(),
  mspId: z.string(),
  types: z.array(z.string()),
  /** The version of the registration, which entries must name. */
  under,
  successor: z.string().optional(),
  retired: z.boolean().optional(),
  /** The open proposal that would move the issuer to another province. */
  moving: z.string().optional(),
});
const proposal = z.object({
  id: z.string(),
  /** Of its items; each once. */
  kinds: z.array(z.string()),
  proposedBy: z.string(),
  approvedBy: z.array(z.string()),
  time: z.string(),
  expires: z.string(),
  /** Of what it says, as canonical JSON. */
  bytes: z.number().int(),
});

/** What the ledger knows of one certificate. */
export type CertificateStatus = z.infer<typeof status>;
export type Head = z.infer<typeof head>;
/** An issuer with all its keys, revoked ones too. */
export type RegisteredIssuer = z.infer<typeof issuer> & { readonly keys: readonly z.infer<typeof key>[] };
/** One that waits for approvals; what it says is read apart. */
export type OpenProposal = z.infer<typeof proposal>;

export interface NetworkState {
  readonly id: string;
  readonly anchor: TrustAnchor;
  /** SHA-256 of the anchor, in hex. */
  readonly hash: string;
  /** The certificate types that the provinces approved. */
  readonly types: readonly { readonly code: string; readonly name: string }[];
  /** Later kinds of records that the provinces have switched on. */
  readonly features: readonly string[];
}

const json = z.custom<Json>((value) => value !== undefined);
const read =
  <T>(schema: z.ZodType<T>) =>
  (reply: string): T =>
    schema.parse(parseJson(reply, { length: 64 * 1024 * 1024, values: 4_000_000 }));

export const replies = {
  appended: read(z.object({ entry: z.string(), seq: z.number().int() })),
  keyAdded: read(z.object({ kid: z.string() })),
  keyRevoked: read(z.object({ kid: z.string(), under })),
  retired: read(z.object({ issuer: z.string() })),
  beat: read(z.object({ time: z.string() })),
  auditHead: read(auditHead),
  auditStatement: read(z.object({ head: auditHead.nullable() })),
  /** What a checkpoint's statement says of the anchor's number and the Merkle root over all heads. */
  checkpoint: read(z.object({ anchor: z.number().int(), heads: z.string() })),
  proposed: read(z.object({ proposal: z.string(), enacted: z.boolean() })),
  status: read(z.object({ status: status.nullable() })),
  history: read(z.object({ history: z.array(status) })),
  heads: read(z.object({ heads: z.array(head) })),
  registry(reply: string): RegisteredIssuer {
    const known = read(z.object({ issuer, keys: z.array(key) }))(reply);
    return { ...known.issuer, keys: known.keys };
  },
  proposals: read(z.object({ proposals: z.array(proposal) })),
  proposal(reply: string): Json {
    return read(z.object({ proposal: json }))(reply).proposal;
  },

  entry(reply: string): Entry {
    return readEntry(read(z.object({ entry: json }))(reply).entry);
  },
  entries(reply: string): Entry[] {
    return read(z.object({ entries: z.array(json) }))(reply).entries.map((entry) => readEntry(entry));
  },
  /** Records as they stand: kinds and versions of later software among them. */
  records(log: Log, reply: string): LogRecord[] {
    const { records } = read(z.object({ records: z.array(json) }))(reply);
    return records.map((record) => readLogRecord(log, record));
  },
  network(reply: string): NetworkState {
    const types = z.array(z.object({ code: z.string(), name: z.string() }));
    const features = z.array(z.string());
    const published = z.object({ id: z.string(), anchor: json, hash: z.string(), types, features });
    const { network } = read(z.object({ network: published }))(reply);
    return { ...network, anchor: readTrustAnchor(network.anchor) };
  },
};
