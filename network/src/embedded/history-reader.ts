import { common, ledger } from '@hyperledger/fabric-protos';
import { blockEnvelopes } from './blocks/block.js';
import type { Chain } from './blocks/chain.js';
import type { ResultIterator } from './chaincode/query-results.js';
import type { HistoryReader } from './chaincode/requests.js';
import { make } from './message.js';
import type { Version } from './state/state.js';
import { unpackAction, unpackHeader, unpackReadWrites } from './transaction.js';

async function modification(
  chain: Chain,
  namespace: string,
  key: string,
  version: Version,
): Promise<Uint8Array> {
  const envelope = blockEnvelopes(await chain.block(version.block))[version.tx] ?? new Uint8Array(0);
  const payload = common.Payload.deserializeBinary(
    common.Envelope.deserializeBinary(envelope).getPayload_asU8(),
  );
  const { channel } = unpackHeader(payload.getHeader() ?? new common.Header());
  const write = unpackReadWrites(unpackAction(payload.getData_asU8()))
    .find((set) => set.namespace === namespace)
    ?.set.getWritesList()
    .find((candidate) => candidate.getKey() === key);
  return make(new ledger.queryresult.KeyModification(), (message) => {
    message.setTxId(channel.getTxId());
    message.setTimestamp(channel.getTimestamp());
    message.setValue(write?.getValue_asU8() ?? '');
    message.setIsDelete(write === undefined || write.getIsDelete() || write.getValue_asU8().length === 0);
  }).serializeBinary();
}

/** Old values are not kept in memory: history queries read them from their blocks. */
export function historyReader(chain: Chain): HistoryReader {
  return (namespace, key, versions): ResultIterator => {
    const remaining = versions.values();
    return {
      next: async () => {
        const version = remaining.next();
        return version.done === true ? undefined : modification(chain, namespace, key, version.value);
      },
    };
  };
}
