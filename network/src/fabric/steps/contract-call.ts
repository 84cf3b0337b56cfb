import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Client, credentials } from '@grpc/grpc-js';
import { connect, hash } from '@hyperledger/fabric-gateway';
import type { Contract } from '@hyperledger/fabric-gateway';
import { signLowS } from '../../identities/index.js';
import type { NetworkFolders } from '../folders.js';
import { peerName } from '../plan.js';
import type { FabricPlan, FabricProvince } from '../plan.js';
import { ADMINISTRATOR } from './tools.js';

/** Gives `work` the contract as a province's administrator reaches it, through that province's own peer. */
export async function asAdministrator<T>(
  folders: NetworkFolders,
  plan: FabricPlan,
  province: FabricProvince,
  work: (contract: Contract) => Promise<T>,
): Promise<T> {
  const { mspId, peerPort } = province;
  const msp = folders.msp(mspId, ADMINISTRATOR);
  const key = createPrivateKey(await readFile(`${msp}/keystore/priv_sk`));
  const root = await readFile(folders.tls(mspId, peerName(province)).root);
  const client = new Client(`localhost:${peerPort}`, credentials.createSsl(root));
  const gateway = connect({
    client,
    identity: { mspId, credentials: await readFile(folders.signingCertificate(mspId, ADMINISTRATOR)) },
    signer: async (message) => Promise.resolve(signLowS(key, message)),
    hash: hash.none,
  });
  try {
    return await work(gateway.getNetwork(plan.channel).getContract(plan.chaincode));
  } finally {
    gateway.close();
    client.close();
  }
}

/** A result of the contract, which is always JSON. */
export const jsonOf = (result: Uint8Array): unknown => JSON.parse(Buffer.from(result).toString());
