import { peer } from '@hyperledger/fabric-protos';
import { blockEnvelopes, blockFlags, blockNumber, makeBlock } from '../blocks/block.js';
import type { Block } from '../blocks/block.js';
import type { Chain } from '../blocks/chain.js';
import type { Signer } from '../membership.js';
import { definitionKey, LIFECYCLE_NAMESPACE } from '../simulation/simulation.js';
import { toByteKey } from '../state/key-order.js';
import type { State, StateWrite } from '../state/state.js';
import { PendingBlock } from './mvcc.js';
import { checkTransaction } from './validation.js';
import type { ValidationRules } from './validation.js';
import { envelopeWrites, stateWrites } from './writes.js';

const { VALID, DUPLICATE_TXID } = peer.TxValidationCode;

/** Block 0 stands for the channel's configuration and the chaincode's definition. */
function genesisWrites(chaincode: string): StateWrite[] {
  const key = toByteKey(definitionKey(chaincode));
  return [{ namespace: LIFECYCLE_NAMESPACE, key, value: Uint8Array.of(1), version: { block: 0, tx: 0 } }];
}

/** The state changes that a block of the ledger made, for replaying it. */
export function replayWrites(block: Block, chaincode: string): StateWrite[] {
  const number = blockNumber(block);
  if (number === 0) return genesisWrites(chaincode);
  const flags = blockFlags(block);
  return blockEnvelopes(block).flatMap((envelope, tx) =>
    flags[tx] === VALID ? envelopeWrites(envelope, { block: number, tx }) : [],
  );
}

/** Turns ordered transactions into blocks: validates, writes to disk, and only then lets them be seen. */
export class Committer {
  readonly #chain: Chain;
  readonly #state: State;
  readonly #rules: ValidationRules;
  readonly #signers: readonly Signer[];

  constructor(chain: Chain, state: State, rules: ValidationRules, signers: readonly Signer[]) {
    this.#chain = chain;
    this.#state = state;
    this.#rules = rules;
    this.#signers = signers;
  }

  /** Commits block 0. */
  async commitGenesis(envelope: Uint8Array): Promise<void> {
    await this.#write([envelope], Uint8Array.of(VALID), genesisWrites(this.#rules.chaincode));
  }

  /** Commits a block of transactions; resolves when it is on disk and visible. */
  async commit(envelopes: readonly Uint8Array[]): Promise<void> {
    const number = this.#chain.height;
    const pending = new PendingBlock(this.#state);
    const inBlock = new Set<string>();
    const flags = envelopes.map((envelope, tx) => {
      const checked = checkTransaction(envelope, this.#rules);
      if (!('sets' in checked)) return checked.code;
      const { txId, sets } = checked;
      if (inBlock.has(txId) || this.#chain.place(txId) !== undefined) return DUPLICATE_TXID;
      inBlock.add(txId);
      const code = pending.validate(sets);
      if (code === VALID) pending.add(stateWrites(sets, { block: number, tx }));
      return code;
    });
    await this.#write(envelopes, Uint8Array.from(flags), pending.writes);
  }

  async #write(
    envelopes: readonly Uint8Array[],
    flags: Uint8Array,
    writes: readonly StateWrite[],
  ): Promise<void> {
    const number = this.#chain.height;
    const block = makeBlock(
      {
        number,
        previousHash: this.#chain.lastHash,
        previousCommitHash: this.#chain.lastCommitHash,
        envelopes,
        flags,
      },
      this.#signers,
    );
    await this.#chain.write(block);
    this.#state.apply(number, writes);
    this.#chain.publish(block);
  }
}
