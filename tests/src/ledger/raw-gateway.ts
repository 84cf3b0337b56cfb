import { createPrivateKey } from 'node:crypto';
import { Client, credentials } from '@grpc/grpc-js';
import { connect, signers } from '@hyperledger/fabric-gateway';
import type { Contract, Gateway, Network } from '@hyperledger/fabric-gateway';
import { readLedgerFile } from '@certbridge/service/ledger/adapter';

/** The official client with its own signer, for what the adapter never does: holding transactions back. */
export interface RawGateway {
  readonly gateway: Gateway;
  readonly network: Network;
  readonly contract: Contract;
  close(): void;
}

export async function rawGateway(ledgerFile: string): Promise<RawGateway> {
  const { peers, mspId, identity, channel, chaincode } = await readLedgerFile(ledgerFile);
  const [peer] = peers;
  if (peer === undefined) throw new Error('the ledger file names no peer');
  const client = new Client(peer.endpoint, credentials.createSsl(peer.tlsRoots));
  const gateway = connect({
    client,
    identity: { mspId, credentials: Buffer.from(identity.certificate) },
    signer: signers.newPrivateKeySigner(createPrivateKey(identity.privateKey)),
  });
  const network = gateway.getNetwork(channel);
  return {
    gateway,
    network,
    contract: network.getContract(chaincode),
    close: () => {
      gateway.close();
      client.close();
    },
  };
}
