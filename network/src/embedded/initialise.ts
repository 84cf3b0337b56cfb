import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Client, credentials } from '@grpc/grpc-js';
import { connect, GatewayError, hash } from '@hyperledger/fabric-gateway';
import type { Contract } from '@hyperledger/fabric-gateway';
import { z } from 'zod';
import { readMember, signLowS, tlsFiles } from '../identities/index.js';
import type { Province } from '../identities/index.js';

const UNINITIALISED = 'NETWORK_UNINITIALISED';
const networkReply = z.object({ network: z.object({ anchor: z.unknown() }) });

export interface InitialiseOptions {
  readonly port: number;
  readonly channel: string;
  readonly chaincode: string;
  readonly provinces: readonly Province[];
  readonly threshold: number;
  /** The member of the first province who calls Init, and the node whose TLS root the server's certificate has. */
  readonly administrator: string;
  readonly node: string;
}

function provinceRecord({ spec, authority }: Province): object {
  const root = new X509Certificate(authority.certificate).raw.toString('base64');
  return {
    mspId: spec.mspId,
    name: spec.name,
    region: spec.region,
    roots: [root],
    intermediates: [],
    revoked: [],
  };
}

async function currentAnchor(contract: Contract): Promise<unknown> {
  try {
    const reply: unknown = JSON.parse(
      Buffer.from(await contract.evaluateTransaction('GetNetwork')).toString(),
    );
    return networkReply.parse(reply).network.anchor;
  } catch (error) {
    const refused =
      error instanceof GatewayError && error.details.some(({ message }) => message.includes(UNINITIALISED));
    if (refused) return undefined;
    throw error;
  }
}

/**
 * Makes the network's first record unless it is there, through the gateway like anybody else, and returns the
 * trust anchor as the ledger has it.
 */
export async function initialise(options: InitialiseOptions): Promise<unknown> {
  const [first] = options.provinces;
  if (first === undefined) throw new Error('a network has at least one province');
  const member = await readMember(first, options.administrator);
  const key = createPrivateKey(member.privateKey);
  const client = new Client(
    `localhost:${options.port}`,
    credentials.createSsl(await readFile(tlsFiles(first, options.node).root)),
  );
  const gateway = connect({
    client,
    identity: { mspId: first.spec.mspId, credentials: Buffer.from(member.certificate) },
    signer: async (message) => Promise.resolve(signLowS(key, message)),
    hash: hash.none,
  });
  try {
    const contract = gateway.getNetwork(options.channel).getContract(options.chaincode);
    const standing = await currentAnchor(contract);
    if (standing !== undefined) return standing;
    await contract.submitTransaction(
      'Init',
      randomBytes(16).toString('hex'),
      JSON.stringify(options.provinces.map(provinceRecord)),
      String(options.threshold),
    );
    return await currentAnchor(contract);
  } finally {
    gateway.close();
    client.close();
  }
}
