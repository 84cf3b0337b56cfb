import { common } from '@hyperledger/fabric-protos';
import { EmbeddedLedgerError } from '../errors.js';
import type { Membership } from '../membership.js';
import { unpackHeader } from '../transaction.js';
import {
  blockCommitHash,
  blockEnvelopes,
  blockFlags,
  blockNumber,
  blockSignatures,
  commitHash,
  dataHash,
  headerHash,
  NO_HASH,
  signedBytes,
} from './block.js';
import type { Block } from './block.js';
import { BlockFile } from './block-file.js';

/** Where a transaction stands and what validation said of it. */
export interface TransactionPlace {
  readonly block: number;
  readonly code: number;
}

/** The txid of an envelope, '' for one that has none or does not parse. */
function envelopeTxId(envelope: Uint8Array): string {
  try {
    const payload = common.Payload.deserializeBinary(
      common.Envelope.deserializeBinary(envelope).getPayload_asU8(),
    );
    const header = payload.getHeader();
    return header === undefined ? '' : unpackHeader(header).channel.getTxId();
  } catch {
    return '';
  }
}

/** The chain of blocks: the file, the hashes that link it, and where each transaction is. */
export class Chain {
  #file!: BlockFile;
  readonly #places = new Map<string, TransactionPlace>();
  readonly #waiters = new Set<() => void>();
  #hash: Uint8Array = NO_HASH.subarray(0, 0);
  #commitHash: Uint8Array = NO_HASH;
  #last: Block | undefined;

  private constructor() {
    // Made by open, which awaits the file.
  }

  /**
   * Opens the chain and replays it: every link, every data hash and every commit hash is checked, and the
   * signatures of the last block, whose commit hash covers all flags before it.
   */
  static async open(path: string, membership: Membership, onBlock: (block: Block) => void): Promise<Chain> {
    const chain = new Chain();
    chain.#file = await BlockFile.open(path, (body) => {
      const block = common.Block.deserializeBinary(body);
      chain.#check(block);
      chain.#accept(block);
      onBlock(block);
    });
    chain.#file.endRecovery();
    chain.#checkSignatures(membership);
    return chain;
  }

  get height(): number {
    return this.#file.height;
  }

  /** The hash of the last block's header, for the next one. */
  get lastHash(): Uint8Array {
    return this.#hash;
  }

  get lastCommitHash(): Uint8Array {
    return this.#commitHash;
  }

  #check(block: Block): void {
    const header = block.getHeader();
    const linked =
      header !== undefined &&
      header.getNumber() === this.#nextNumber() &&
      Buffer.from(header.getPreviousHash_asU8()).equals(this.#hash) &&
      Buffer.from(header.getDataHash_asU8()).equals(dataHash(blockEnvelopes(block)));
    if (!linked) throw broken(this.#nextNumber(), 'does not follow the block before it');
    const commit = commitHash(this.#commitHash, header, blockFlags(block));
    if (!commit.equals(blockCommitHash(block)))
      throw broken(header.getNumber(), 'has other validation flags than were committed');
  }

  #nextNumber(): number {
    return this.#last === undefined ? 0 : blockNumber(this.#last) + 1;
  }

  #checkSignatures(membership: Membership): void {
    const block = this.#last;
    const header = block?.getHeader();
    if (block === undefined || header === undefined) return;
    const signers = new Set<string>();
    for (const signature of blockSignatures(block)) {
      const signatureHeader = signature.getSignatureHeader_asU8();
      const signer = membership.identity(
        common.SignatureHeader.deserializeBinary(signatureHeader).getCreator_asU8(),
      );
      const signed = signedBytes(this.#commitHash, signatureHeader, header);
      if (signer.verify(signed, signature.getSignature_asU8())) signers.add(signer.mspId);
    }
    if (signers.size < membership.mspIds.length)
      throw broken(header.getNumber(), 'is not signed by every province');
  }

  #accept(block: Block): void {
    const header = block.getHeader();
    if (header === undefined) return;
    const flags = blockFlags(block);
    for (const [index, envelope] of blockEnvelopes(block).entries()) {
      const txId = envelopeTxId(envelope);
      // The first transaction with an id keeps it: a duplicate must not hide what happened to the original.
      if (txId !== '' && !this.#places.has(txId)) {
        this.#places.set(txId, { block: header.getNumber(), code: flags[index] ?? 0 });
      }
    }
    this.#hash = headerHash(header);
    this.#commitHash = blockCommitHash(block);
    this.#last = block;
  }

  /** Puts a block on disk. It is not seen by readers until `publish`. */
  async write(block: Block): Promise<void> {
    await this.#file.append(block.serializeBinary());
  }

  /** Lets readers see a written block. */
  publish(block: Block): void {
    this.#accept(block);
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    for (const wake of waiters) wake();
  }

  place(txId: string): TransactionPlace | undefined {
    return this.#places.get(txId);
  }

  /** The number of blocks that readers may see. */
  get published(): number {
    return this.#nextNumber();
  }

  async block(number: number): Promise<Block> {
    const last = this.#last;
    if (last !== undefined && blockNumber(last) === number) return last;
    return common.Block.deserializeBinary(await this.#file.read(number));
  }

  /** Resolves when a block is published or the signal aborts. */
  async nextBlock(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        this.#waiters.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiters.add(wake);
      signal.addEventListener('abort', wake);
    });
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

function broken(number: number, what: string): EmbeddedLedgerError {
  return new EmbeddedLedgerError(
    'LEDGER_CORRUPT',
    `Block ${number} of the ledger ${what}: the file was changed from outside. Nothing was changed; restore it from a backup.`,
  );
}
