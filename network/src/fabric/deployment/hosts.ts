import { checkOrderers, majority, NEUTRAL, peerName, planSchema } from '../plan/index.js';
import type { FabricPlan } from '../plan/index.js';
import { readHostsFile, refuseHosts } from './hosts-file.js';
import type { Hosts } from './hosts-file.js';

/** A network over several machines: its plan, and where each organisation keeps its part. */
export interface Deployment {
  readonly plan: FabricPlan;
  readonly placeOf: (mspId: string) => { readonly folder: string; readonly checkout: string };
}

/** A value of a field, and the field's name in the file. */
type Given = readonly [value: string, field: string];

function demandDistinct(given: readonly Given[], remedy: string): void {
  const fields = new Map<string, string>();
  for (const [value, field] of given) {
    const before = fields.get(value);
    if (before !== undefined) refuseHosts(`${field} is ${value}, and so is ${before}; ${remedy}.`);
    fields.set(value, field);
  }
}

function demandThreshold(threshold: number, provinces: number): void {
  if (threshold < 2 || threshold > majority(provinces)) {
    refuseHosts(
      `threshold is ${threshold}; of ${provinces} provinces it must be from 2 to ${majority(provinces)}: more than ` +
        'one must lie for a forgery, and no more than the endorsement policy’s majority can sign.',
    );
  }
}

type Orderer = NonNullable<Hosts['neutral']>['orderer'];

const portsOfOrderer = ({ address, admin, operations }: Orderer, field: string): Given[] => [
  [`${address.host}:${address.port}`, `${field}.address`],
  [`${address.host}:${admin}`, `${field}.admin`],
  [`${address.host}:${operations}`, `${field}.operations`],
];

/** Every port that a process takes on a machine. */
function portsIn({ provinces, neutral }: Hosts): Given[] {
  const ofProvinces = provinces.flatMap(({ peers, orderer, chaincode }, at): Given[] => {
    const field = `provinces[${at}]`;
    const machines = [...new Set(peers.map(({ address }) => address.host))];
    return [
      ...peers.flatMap(({ address: { host, port }, operations }, index): Given[] => [
        [`${host}:${port}`, `${field}.peers[${index}].address`],
        [`${host}:${operations}`, `${field}.peers[${index}].operations`],
      ]),
      ...machines.map((host): Given => [`${host}:${chaincode}`, `${field}.chaincode`]),
      ...(orderer ? portsOfOrderer(orderer, `${field}.orderer`) : []),
    ];
  });
  return [...ofProvinces, ...(neutral ? portsOfOrderer(neutral.orderer, 'neutral.orderer') : [])];
}

function demandEachItsOwn(hosts: Hosts): void {
  const { provinces, neutral } = hosts;
  const mspIds = provinces.map(({ mspId }, at): Given => [mspId, `provinces[${at}].mspId`]);
  demandDistinct(
    [...mspIds, ...(neutral ? [[neutral.mspId, 'neutral.mspId'] as const] : [])],
    'each organisation needs its own',
  );
  demandDistinct(
    provinces.map(({ region }, at): Given => [region, `provinces[${at}].region`]),
    'each province has its own',
  );
  demandDistinct(portsIn(hosts), 'give one of them another port');
}

function planOf(hosts: Hosts): FabricPlan {
  const { consensus, neutral, provinces } = hosts;
  const threshold = hosts.threshold ?? majority(provinces.length);
  demandThreshold(threshold, provinces.length);
  demandEachItsOwn(hosts);
  const members = [...provinces, ...(neutral ? [neutral] : [])];
  const orderers = members.flatMap(({ mspId, orderer: own }) => (own ? [{ mspId, ...own }] : []));
  checkOrderers(consensus, orderers);
  const planned = provinces.map(({ mspId, region, name, chaincode, peers }) => ({
    mspId,
    region,
    name,
    chaincodePort: chaincode,
    peers: peers.map(({ address, operations }, index) => ({
      name: peerName(mspId, index),
      ...address,
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
    orderers: orderers.map(({ mspId, address, admin, operations }, index) => ({
      id: index + 1,
      mspId,
      ...address,
      adminPort: admin,
      operationsPort: operations,
    })),
  });
}

/**
 * Reads the file that says who runs what where.
 *
 * @throws NetworkError `HOSTS_INVALID` or `PLAN_ORDERERS`, naming the field that is wrong
 */
export async function readHosts(file: string): Promise<Deployment> {
  const hosts = await readHostsFile(file);
  return {
    plan: planOf(hosts),
    placeOf(mspId) {
      const members = [...hosts.provinces, ...(hosts.neutral ? [hosts.neutral] : [])];
      const own = members.find((member) => member.mspId === mspId);
      return { folder: own?.folder ?? hosts.folder, checkout: own?.checkout ?? hosts.checkout };
    },
  };
}
