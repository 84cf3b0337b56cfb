import { peer } from '@hyperledger/fabric-protos';
import type { Simulation } from '../simulation/simulation.js';
import type { Version } from '../state/state.js';
import { QueryResults, rangeResults } from './query-results.js';
import type { ResultIterator } from './query-results.js';

const { Type } = peer.ChaincodeMessage;
const NOTHING = new Uint8Array(0);

/** Reads history values back from the blocks that wrote them. */
export type HistoryReader = (namespace: string, key: string, versions: readonly Version[]) => ResultIterator;

export interface RequestContext {
  readonly namespace: string;
  readonly simulation: Simulation;
  readonly history: HistoryReader;
  readonly queryResults: number;
}

/** Answers what one running transaction of the contract asks of its peer. */
export class ContractRequests {
  readonly #context: RequestContext;
  readonly #queries = new QueryResults();
  readonly #handlers: Readonly<Record<number, (payload: Uint8Array) => Promise<Uint8Array> | Uint8Array>>;

  constructor(context: RequestContext) {
    this.#context = context;
    this.#handlers = {
      [Type.GET_STATE]: (payload) => this.#getState(payload),
      [Type.PUT_STATE]: (payload) => this.#putState(payload),
      [Type.DEL_STATE]: (payload) => this.#deleteState(payload),
      [Type.GET_STATE_BY_RANGE]: (payload) => this.#range(payload),
      [Type.GET_HISTORY_FOR_KEY]: (payload) => this.#history(payload),
      [Type.QUERY_STATE_NEXT]: (payload) =>
        this.#queries.next(peer.QueryStateNext.deserializeBinary(payload).getId()),
      [Type.QUERY_STATE_CLOSE]: (payload) =>
        this.#queries.close(peer.QueryStateClose.deserializeBinary(payload).getId()),
      [Type.GET_QUERY_RESULT]: () => {
        throw new Error('ExecuteQuery not supported for leveldb');
      },
      [Type.INVOKE_CHAINCODE]: () => unsupported('calls of other chaincodes'),
      [Type.GET_STATE_METADATA]: () => unsupported('key-level endorsement policies'),
      [Type.PUT_STATE_METADATA]: () => unsupported('key-level endorsement policies'),
      [Type.GET_PRIVATE_DATA_HASH]: () => unsupported('private data'),
      [Type.PURGE_PRIVATE_DATA]: () => unsupported('private data'),
    };
  }

  handles(type: number): boolean {
    return type in this.#handlers;
  }

  /** The payload of the answer. @throws Error whose text goes to the contract, as a peer's would */
  async answer(type: number, payload: Uint8Array): Promise<Uint8Array> {
    const handler = this.#handlers[type];
    if (handler === undefined) throw new Error(`message type ${type} is unknown`);
    return handler(payload);
  }

  #getState(payload: Uint8Array): Uint8Array {
    const request = peer.GetState.deserializeBinary(payload);
    refuseCollection(request.getCollection());
    return this.#context.simulation.getState(request.getKey()) ?? NOTHING;
  }

  #putState(payload: Uint8Array): Uint8Array {
    const request = peer.PutState.deserializeBinary(payload);
    refuseCollection(request.getCollection());
    this.#context.simulation.putState(request.getKey(), request.getValue_asU8());
    return NOTHING;
  }

  #deleteState(payload: Uint8Array): Uint8Array {
    const request = peer.DelState.deserializeBinary(payload);
    refuseCollection(request.getCollection());
    this.#context.simulation.deleteState(request.getKey());
    return NOTHING;
  }

  async #range(payload: Uint8Array): Promise<Uint8Array> {
    const { namespace, simulation, queryResults } = this.#context;
    const request = peer.GetStateByRange.deserializeBinary(payload);
    refuseCollection(request.getCollection());
    const metadata = peer.QueryMetadata.deserializeBinary(request.getMetadata_asU8());
    if (metadata.getPagesize() !== 0 || metadata.getBookmark() !== '') unsupported('paginated queries');
    const query = simulation.range(request.getStartkey(), request.getEndkey());
    return this.#queries.start(rangeResults(query, namespace), queryResults);
  }

  async #history(payload: Uint8Array): Promise<Uint8Array> {
    const { namespace, simulation, history, queryResults } = this.#context;
    const key = peer.GetHistoryForKey.deserializeBinary(payload).getKey();
    return this.#queries.start(history(namespace, key, simulation.history(key)), queryResults);
  }
}

function refuseCollection(collection: string): void {
  if (collection !== '') unsupported('private data');
}

function unsupported(what: string): never {
  throw new Error(`the embedded ledger has no ${what}: see network/src/embedded/README.md`);
}
