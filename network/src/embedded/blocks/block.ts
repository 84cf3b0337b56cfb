import { createHash } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import type { Signer } from '../membership.js';
import { make } from '../message.js';

export type Block = InstanceType<typeof common.Block>;
type BlockHeader = InstanceType<typeof common.BlockHeader>;

const { BlockMetadataIndex } = common;
/** Fabric keeps one metadata slot per index, COMMIT_HASH being the last. */
const METADATA_SLOTS = 5;
export const NO_HASH = Buffer.alloc(32);

function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function der(tag: number, content: Uint8Array): Buffer {
  const length = content.length < 0x80 ? [content.length] : [0x81, content.length];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

function derInteger(value: number): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return der(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

/** The bytes a block's hash and its signatures cover: ASN.1 `SEQUENCE { number, previousHash, dataHash }`. */
function headerBytes(header: BlockHeader): Buffer {
  const fields = [
    derInteger(header.getNumber()),
    der(0x04, header.getPreviousHash_asU8()),
    der(0x04, header.getDataHash_asU8()),
  ];
  return der(0x30, Buffer.concat(fields));
}

export function headerHash(header: BlockHeader): Buffer {
  return sha256(headerBytes(header));
}

/** Fabric hashes the transactions' bytes end to end. */
export function dataHash(envelopes: readonly Uint8Array[]): Buffer {
  return sha256(...envelopes);
}

/**
 * Validation flags lie outside a block's hash. This hash covers them and, through the previous one, all earlier
 * flags, so that a rejected write cannot become valid on disk.
 */
export function commitHash(previous: Uint8Array, header: BlockHeader, flags: Uint8Array): Buffer {
  return sha256(previous, headerHash(header), flags);
}

/** A block's parts that live in its metadata. */
export function blockFlags(block: Block): Uint8Array {
  return slot(block, BlockMetadataIndex.TRANSACTIONS_FILTER);
}

export function blockCommitHash(block: Block): Uint8Array {
  return common.Metadata.deserializeBinary(slot(block, BlockMetadataIndex.COMMIT_HASH)).getValue_asU8();
}

export function blockSignatures(block: Block): InstanceType<typeof common.MetadataSignature>[] {
  return common.Metadata.deserializeBinary(slot(block, BlockMetadataIndex.SIGNATURES)).getSignaturesList();
}

function slot(block: Block, index: number): Uint8Array {
  return block.getMetadata()?.getMetadataList_asU8()[index] ?? new Uint8Array(0);
}

/** What each signature of a block is over, in the shape Fabric's orderers use: value ‖ signature header ‖ header. */
export function signedBytes(commit: Uint8Array, signatureHeader: Uint8Array, header: BlockHeader): Buffer {
  return Buffer.concat([commit, signatureHeader, headerBytes(header)]);
}

export interface BlockContent {
  readonly number: number;
  readonly previousHash: Uint8Array;
  readonly previousCommitHash: Uint8Array;
  readonly envelopes: readonly Uint8Array[];
  readonly flags: Uint8Array;
}

/** Makes a block with its flags, its commit hash, and a signature of every province over both. */
export function makeBlock(content: BlockContent, signers: readonly Signer[]): Block {
  const header = make(new common.BlockHeader(), (h) => {
    h.setNumber(content.number);
    h.setPreviousHash(content.previousHash);
    h.setDataHash(dataHash(content.envelopes));
  });
  const commit = commitHash(content.previousCommitHash, header, content.flags);
  const signatures = signers.map((signer) => {
    const signatureHeader = make(new common.SignatureHeader(), (h) =>
      h.setCreator(signer.serialized),
    ).serializeBinary();
    return make(new common.MetadataSignature(), (s) => {
      s.setSignatureHeader(signatureHeader);
      s.setSignature(signer.sign(signedBytes(commit, signatureHeader, header)));
    });
  });
  const slots: Uint8Array[] = Array.from({ length: METADATA_SLOTS }, () => new Uint8Array(0));
  slots[BlockMetadataIndex.SIGNATURES] = make(new common.Metadata(), (m) => {
    m.setValue(commit);
    m.setSignaturesList(signatures);
  }).serializeBinary();
  slots[BlockMetadataIndex.TRANSACTIONS_FILTER] = content.flags;
  slots[BlockMetadataIndex.COMMIT_HASH] = make(new common.Metadata(), (m) =>
    m.setValue(commit),
  ).serializeBinary();
  return make(new common.Block(), (block) => {
    block.setHeader(header);
    block.setData(make(new common.BlockData(), (d) => d.setDataList([...content.envelopes])));
    block.setMetadata(make(new common.BlockMetadata(), (m) => m.setMetadataList(slots)));
  });
}

export function blockNumber(block: Block): number {
  return block.getHeader()?.getNumber() ?? 0;
}

export function blockEnvelopes(block: Block): Uint8Array[] {
  return block.getData()?.getDataList_asU8() ?? [];
}
