import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Client, credentials } from '@grpc/grpc-js';
import { connect, hash } from '@hyperledger/fabric-gateway';
import type { Contract } from '@hyperledger/fabric-gateway';
import { signLowS } from '../identities/index.js';
import type { Credential } from '../identities/index.js';

export interface Caller {
  /** `host:port` of a peer, and the file with the root of its TLS certificate. */
  readonly endpoint: string;
  readonly tlsRoot: string;
  readonly channel: string;
  readonly chaincode: string;
  readonly mspId: string;
  readonly identity: Credential;
}

/** Gives `work` the contract as `caller` reaches it, through the gateway like anybody else. */
export async function withContract<T>(caller: Caller, work: (contract: Contract) => Promise<T>): Promise<T> {
  const { endpoint, tlsRoot, channel, chaincode, mspId, identity } = caller;
  const key = createPrivateKey(identity.privateKey);
  const client = new Client(endpoint, credentials.createSsl(await readFile(tlsRoot)));
  const gateway = connect({
    client,
    identity: { mspId, credentials: Buffer.from(identity.certificate) },
    signer: async (message) => Promise.resolve(signLowS(key, message)),
    hash: hash.none,
  });
  try {
    return await work(gateway.getNetwork(channel).getContract(chaincode));
  } finally {
    gateway.close();
    client.close();
  }
}

/** A result of the contract, which is always JSON. */
export const jsonOf = (result: Uint8Array): unknown => JSON.parse(Buffer.from(result).toString());
