import { readFile } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { NetworkError } from '../errors.js';
import {
  checkOrderers,
  hostName,
  majority,
  mspName,
  NEUTRAL,
  organisationSchema,
  peerName,
  planSchema,
} from '../plan/index.js';
import type { FabricPlan } from '../plan/index.js';

const port = z.number().int().min(1024).max(65_535);
const address = z.string().transform((text, context) => {
  const [host = '', digits = '', ...rest] = text.split(':');
  const parsed = z.object({ host: hostName, port }).safeParse({ host, port: Number(digits) });
  if (parsed.success && rest.length === 0) return parsed.data;
  context.addIssue({ code: 'custom', message: 'an address is host:port, such as peer0.zj.example:7051' });
  return z.NEVER;
});
const absolute = z.string().refine(isAbsolute, 'an absolute path is needed');

const peer = z.strictObject({ address, operations: port.default(9443) });
const orderer = z.strictObject({ address, operations: port.default(8443), admin: port.default(7053) });
const place = {
  /** Where the organisation's folder will lie on its machines. */
  folder: absolute.optional(),
  /** Where CertBridge is checked out on them. */
  checkout: absolute.optional(),
};

const hostsSchema = z.strictObject({
  consensus: z.enum(['bft', 'raft']).default('bft'),
  threshold: z.number().int().positive().optional(),
  folder: absolute.default('/srv/certbridge'),
  checkout: absolute.default('/opt/certbridge'),
  provinces: z
    .array(
      z.strictObject({
        ...organisationSchema.shape,
        ...place,
        peers: z.array(peer).min(1).max(8),
        orderer: orderer.optional(),
        /** Of the contract, on loopback of every machine with a peer. */
        chaincode: port.default(7052),
      }),
    )
    .min(2)
    .max(64),
  neutral: z
    .strictObject({
      mspId: mspName.default(NEUTRAL.mspId),
      name: organisationSchema.shape.name.default(NEUTRAL.name),
      ...place,
      orderer,
    })
    .optional(),
});

type Hosts = z.infer<typeof hostsSchema>;

/** A network over several machines: its plan, and where each organisation keeps its part. */
export interface Deployment {
  readonly plan: FabricPlan;
  readonly placeOf: (mspId: string) => { readonly folder: string; readonly checkout: string };
}

function refuse(message: string): never {
  throw new NetworkError('HOSTS_INVALID', message);
}

function demandDistinct(what: string, values: readonly string[]): void {
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) refuse(`The hosts file names ${what} ${twice} twice.`);
}

function demandThreshold(threshold: number, provinces: number): void {
  if (threshold < 2 || threshold > majority(provinces)) {
    refuse(
      `threshold is ${threshold}; of ${provinces} provinces it is from 2 to ${majority(provinces)}: more than one ` +
        'must lie for a forgery, and no more than the endorsement policy’s majority can sign.',
    );
  }
}

function planOf(hosts: Hosts): FabricPlan {
  const { consensus, neutral, provinces } = hosts;
  const threshold = hosts.threshold ?? majority(provinces.length);
  demandThreshold(threshold, provinces.length);
  const members = [...provinces, ...(neutral ? [neutral] : [])];
  demandDistinct(
    'the organisation',
    members.map(({ mspId }) => mspId),
  );
  demandDistinct(
    'the region',
    provinces.map(({ region }) => region),
  );
  const orderers = members.flatMap(({ mspId, orderer: own }) => (own ? [{ mspId, ...own }] : []));
  checkOrderers(consensus, orderers);
  demandDistinct(
    'the address',
    [...provinces.flatMap(({ peers }) => peers), ...orderers].map(
      ({ address: { host, port: at } }) => `${host}:${at}`,
    ),
  );
  const planned = provinces.map(({ mspId, region, name, chaincode, peers }) => ({
    mspId,
    region,
    name,
    chaincodePort: chaincode,
    peers: peers.map(({ address: at, operations }, index) => ({
      name: peerName(mspId, index),
      ...at,
      operationsPort: operations,
    })),
  }));
  return planSchema.parse({
    v: 1,
    channel: 'certbridge',
    chaincode: 'certbridge',
    consensus,
    threshold,
    listen: '0.0.0.0',
    contract: { version: '1', sequence: 1 },
    provinces: planned,
    neutral: { ...NEUTRAL, ...(neutral && { mspId: neutral.mspId, name: neutral.name }) },
    orderers: orderers.map(({ mspId, address: at, admin, operations }, index) => ({
      id: index + 1,
      mspId,
      ...at,
      adminPort: admin,
      operationsPort: operations,
    })),
  });
}

async function parse(file: string): Promise<Hosts> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    refuse(`${file} cannot be read as JSON: ${(error as Error).message}.`);
  }
  const hosts = hostsSchema.safeParse(json);
  if (!hosts.success) refuse(`${file} is not a hosts file: ${z.prettifyError(hosts.error)}`);
  return hosts.data;
}

/**
 * Reads the file that says who runs what where.
 *
 * @throws NetworkError `HOSTS_INVALID` or `PLAN_ORDERERS`, naming the member that is wrong
 */
export async function readHosts(file: string): Promise<Deployment> {
  const hosts = await parse(file);
  return {
    plan: planOf(hosts),
    placeOf(mspId) {
      const members = [...hosts.provinces, ...(hosts.neutral ? [hosts.neutral] : [])];
      const own = members.find((member) => member.mspId === mspId);
      return { folder: own?.folder ?? hosts.folder, checkout: own?.checkout ?? hosts.checkout };
    },
  };
}
