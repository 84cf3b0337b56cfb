import { z } from 'zod';

const port = z.number().int().min(1024).max(65535);
/** A host name as certificates and URLs take it (RFC 1123 §2.1). */
export const hostName = z
  .string()
  .max(253)
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,62}\.?)*[a-z0-9]$/, 'a host name in lower case is needed');
export const mspName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9]{1,60}$/, 'an MSP id is letters and digits, such as ZhejiangMSP');

const peerSchema = z.object({
  /** Of the node, its folder and its certificate: `peer0.ZhejiangMSP`. */
  name: z.string(),
  host: hostName,
  port,
  operationsPort: port,
});

export const organisationSchema = z.object({
  mspId: mspName,
  /** GB/T 2260 prefix, two digits. */
  region: z.string().regex(/^\d\d$/),
  name: z.string().min(1).max(100),
});

const provinceSchema = organisationSchema.extend({
  peers: z.tuple([peerSchema], peerSchema),
  /** Where the contract listens, on loopback of every machine with a peer. */
  chaincodePort: port,
});

const ordererSchema = z.object({
  /** 1-based, never reused: the identifier of the consenter. */
  id: z.number().int().positive(),
  mspId: mspName,
  host: hostName,
  port,
  adminPort: port,
  operationsPort: port,
});

/** A version of the contract on the channel: `sequence` counts the definitions that were committed. */
const definitionSchema = z.object({ version: z.string(), sequence: z.number().int().positive() });

export const planSchema = z.object({
  v: z.literal(1),
  channel: z.string(),
  chaincode: z.string(),
  consensus: z.enum(['bft', 'raft']),
  threshold: z.number().int().positive(),
  /** Address on which nodes take connections: loopback on one machine, any where machines are apart. */
  listen: z.enum(['127.0.0.1', '0.0.0.0']),
  contract: definitionSchema,
  /** An upgrade under way: the new version's processes listen on ports of their own beside the old ones. */
  upgrade: z.object({ contract: definitionSchema, chaincodePorts: z.record(z.string(), port) }).optional(),
  /** A province that is planned and not yet a member of the channel. */
  joining: mspName.optional(),
  provinces: z.tuple([provinceSchema], provinceSchema),
  neutral: organisationSchema,
  orderers: z.tuple([ordererSchema], ordererSchema),
});

export type Organisation = z.infer<typeof organisationSchema>;
export type FabricPeer = z.infer<typeof peerSchema>;
export type FabricProvince = z.infer<typeof provinceSchema>;
export type FabricOrderer = z.infer<typeof ordererSchema>;
export type ContractDefinition = z.infer<typeof definitionSchema>;
/** What a network consists of; kept in its folder as `network.json`, and the truth for every command. No secrets. */
export type FabricPlan = z.infer<typeof planSchema>;

export const peerName = (mspId: string, index: number): string => `peer${index}.${mspId}`;
export const ordererName = (orderer: { readonly id: number }): string => `orderer${orderer.id}`;
export const chaincodeName = (
  province: { readonly mspId: string },
  contract: { readonly version: string },
): string => `chaincode.${province.mspId}.v${contract.version}`;
export const addressOf = (node: { readonly host: string; readonly port: number }): string =>
  `${node.host}:${node.port}`;
