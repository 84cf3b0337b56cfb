import { common, peer } from '@hyperledger/fabric-protos';
import { blockEnvelopes, blockFlags, blockNumber } from '../blocks/block.js';
import type { Block } from '../blocks/block.js';
import { make } from '../message.js';
import { chaincodeEvent, unpackAction } from '../transaction.js';

type FilteredTransaction = InstanceType<typeof peer.FilteredTransaction>;

function filteredActions(data: Uint8Array): InstanceType<typeof peer.FilteredTransactionActions> {
  return make(new peer.FilteredTransactionActions(), (actions) => {
    const event = chaincodeEvent(unpackAction(data));
    if (event === undefined) return;
    const withoutPayload = make(new peer.ChaincodeEvent(), (e) => {
      e.setTxId(event.getTxId());
      e.setChaincodeId(event.getChaincodeId());
      e.setEventName(event.getEventName());
    });
    actions.addChaincodeActions(
      make(new peer.FilteredChaincodeAction(), (a) => a.setChaincodeEvent(withoutPayload)),
    );
  });
}

/** A block without its contents: ids, codes and the names of events. */
export function filterBlock(block: Block, channel: string): InstanceType<typeof peer.FilteredBlock> {
  const flags = blockFlags(block);
  return make(new peer.FilteredBlock(), (filtered) => {
    filtered.setNumber(blockNumber(block));
    filtered.setChannelId(channel);
    for (const [index, envelope] of blockEnvelopes(block).entries()) {
      const transaction = filterTransaction(envelope, flags[index] ?? 0);
      if (transaction !== undefined) filtered.addFilteredTransactions(transaction);
    }
  });
}

function filterTransaction(envelope: Uint8Array, code: number): FilteredTransaction | undefined {
  try {
    const payload = common.Payload.deserializeBinary(
      common.Envelope.deserializeBinary(envelope).getPayload_asU8(),
    );
    const header = common.ChannelHeader.deserializeBinary(
      payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(0),
    );
    return make(new peer.FilteredTransaction(), (transaction) => {
      transaction.setTxid(header.getTxId());
      transaction.setType(header.getType() as ReturnType<FilteredTransaction['getType']>);
      transaction.setTxValidationCode(code as ReturnType<FilteredTransaction['getTxValidationCode']>);
      if (header.getType() === common.HeaderType.ENDORSER_TRANSACTION) {
        transaction.setTransactionActions(filteredActions(payload.getData_asU8()));
      }
    });
  } catch {
    // Bytes that are no transaction were ordered and marked invalid; there is nothing in them to show.
    return undefined;
  }
}
