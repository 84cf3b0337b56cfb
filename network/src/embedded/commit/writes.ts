import { common } from '@hyperledger/fabric-protos';
import { toByteKey } from '../state/key-order.js';
import type { StateWrite, Version } from '../state/state.js';
import { unpackAction, unpackReadWrites } from '../transaction.js';
import type { NamespaceReadWrites } from '../transaction.js';

/** The writes of one read-write set; like Fabric, an empty value deletes. */
export function stateWrites(sets: readonly NamespaceReadWrites[], version: Version): StateWrite[] {
  return sets.flatMap(({ namespace, set }) =>
    set.getWritesList().map((write) => {
      const value = write.getValue_asU8();
      const deleted = write.getIsDelete() || value.length === 0;
      return { namespace, key: toByteKey(write.getKey()), value: deleted ? undefined : value, version };
    }),
  );
}

/** The writes of a transaction that is already known to be valid. */
export function envelopeWrites(envelope: Uint8Array, version: Version): StateWrite[] {
  const payload = common.Payload.deserializeBinary(
    common.Envelope.deserializeBinary(envelope).getPayload_asU8(),
  );
  return stateWrites(unpackReadWrites(unpackAction(payload.getData_asU8())), version);
}
