import type { Context } from 'fabric-contract-api';
import { canonicalJson } from '../canonical/json';
import type { Json } from '../canonical/json';
import { parseRoles, ROLES_ATTRIBUTE } from '../roles/roles';
import type { Key, State, Transaction } from './transaction';

type Stub = Context['stub'];

/** The call as Fabric presents it. */
export function fabricTransaction(context: Context): Transaction {
  const { stub, clientIdentity } = context;
  return {
    channel: stub.getChannelID(),
    time: timestamp(stub),
    caller: {
      mspId: clientIdentity.getMSPID(),
      roles: parseRoles(clientIdentity.getAttributeValue(ROLES_ATTRIBUTE)),
    },
    state: fabricState(stub),
    emit: (event, payload) => stub.setEvent(event, Buffer.from(canonicalJson(payload))),
  };
}

function timestamp(stub: Stub): string {
  const { seconds, nanos } = stub.getTxTimestamp();
  return new Date(seconds.toNumber() * 1000 + Math.floor(nanos / 1_000_000)).toISOString();
}

function fabricState(stub: Stub): State {
  const composite = ([type, ...attributes]: Key): string => stub.createCompositeKey(type, attributes);
  return {
    async get(key) {
      const bytes = await stub.getState(composite(key));
      return bytes.length === 0 ? undefined : parse(bytes);
    },
    put: (key, value) => stub.putState(composite(key), Buffer.from(canonicalJson(value))),
    remove: (key) => stub.deleteState(composite(key)),
    async *scan([type, ...attributes]) {
      for await (const { key, value } of stub.getStateByPartialCompositeKey(type, attributes)) {
        yield { attributes: stub.splitCompositeKey(key).attributes, value: parse(value) };
      }
    },
    async *history(key) {
      for await (const { value } of stub.getHistoryForKey(composite(key))) {
        if (value.length > 0) yield parse(value);
      }
    },
  };
}

/** Only this contract writes its state, so what is there is JSON of ours. */
function parse(bytes: Uint8Array): Json {
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as Json;
}
