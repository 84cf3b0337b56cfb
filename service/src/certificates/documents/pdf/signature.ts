import { createHash } from 'node:crypto';
import { CmsTemplate, OID, attribute, sha256, withUnsignedAttribute } from '../../cms/index.js';
import type { Signer, ValidationData } from '../../signing/index.js';
import { octetString } from '../../cms/index.js';
import { DerReader } from '@certbridge/verifier-sdk/der';
import type { TimestampSource } from '../../timestamps/index.js';
import { DocumentError } from '../errors.js';

/** The receipt among the signature's unsigned attributes: an OCTET STRING of its CBOR. */
export const RECEIPT_ATTRIBUTE = '2.25.311470394283957432880192237014850187361';

const BYTE_RANGE = '/ByteRange [0 ';
const BYTE_RANGE_WIDTH = 30;
const CONTENTS = '/Contents <';
/** Lengths of enclosing values may each take some bytes more than in the template. */
const HEADER_SLACK = 64;

/** Signs files of one key: PAdES baseline (ETSI EN 319 142-1 §6.3), timestamp and room for a receipt included. */
export class PadesSigner {
  /** Bytes that the CMS may take. */
  readonly reserve: number;
  readonly #template: CmsTemplate;
  readonly #timestamps: TimestampSource;
  /** Those in the file. */
  readonly #certificates: readonly Uint8Array[];

  constructor(
    signer: Signer,
    timestamps: TimestampSource,
    room: { readonly token: number; readonly receipt: number },
    { certificates, crls }: ValidationData,
  ) {
    this.#template = new CmsTemplate(signer, { contentType: OID.data, crls });
    this.#certificates = certificates;
    this.#timestamps = timestamps;
    const largest = this.#template.assemble(
      {
        signedAttributes: this.#template.attributesFor(new Uint8Array(32)),
        signature: new Uint8Array(signer.longestSignature),
      },
      {
        unsigned: [
          attribute(OID.timestampToken, new Uint8Array(room.token)),
          attribute(RECEIPT_ATTRIBUTE, octetString(new Uint8Array(room.receipt))),
        ],
      },
    );
    this.reserve = largest.length + HEADER_SLACK;
  }

  /** The signature dictionary with room for everything that is filled in later. */
  dictionary(signedAt: string): string {
    const room = '0'.repeat(2 * this.reserve);
    return `<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M(${signedAt})${BYTE_RANGE}${' '.repeat(BYTE_RANGE_WIDTH)}]${CONTENTS}${room}>>>`;
  }

  /** Fills the placeholders of `file` in place, and signs it. @returns the digest that was signed */
  async sign(file: Buffer): Promise<Uint8Array> {
    const { start, end } = this.#fillByteRange(file);
    const digest = createHash('sha256').update(file.subarray(0, start)).update(file.subarray(end)).digest();
    const signed = await this.#template.signDigest(digest);
    const token = await this.#timestamps.stamp(sha256(signed.signature), this.#certificates);
    const cms = this.#template.assemble(signed, { unsigned: [attribute(OID.timestampToken, token)] });
    writeContents(file, { start, end }, cms);
    return digest;
  }

  #fillByteRange(file: Buffer): Room {
    const at = file.lastIndexOf(BYTE_RANGE, undefined, 'latin1');
    const contents = file.indexOf(CONTENTS, at, 'latin1');
    const start = contents + CONTENTS.length - 1;
    const end = start + 2 + 2 * this.reserve;
    const range = `${start} ${end} ${file.length - end}`.padEnd(BYTE_RANGE_WIDTH);
    file.write(range, at + BYTE_RANGE.length, 'latin1');
    return { start, end };
  }
}

/** The signature's place: from `<` to after `>`. */
interface Room {
  readonly start: number;
  readonly end: number;
}

function writeContents(file: Buffer, { start, end }: Room, cms: Uint8Array): void {
  const width = end - start - 2;
  if (2 * cms.length > width) {
    throw new DocumentError(
      'RESERVE_TOO_SMALL',
      `The signature with what goes into it takes ${cms.length} bytes; ${width / 2} are reserved.`,
    );
  }
  const hex = Buffer.from(cms).toString('hex');
  file.write(hex, start + 1, 'latin1');
  file.fill('0', start + 1 + hex.length, end - 1, 'latin1');
}

function findRoom(file: Buffer): Room {
  const at = file.lastIndexOf(BYTE_RANGE, undefined, 'latin1');
  const range = /^\/ByteRange \[0 (\d+) (\d+) (\d+) *\]/.exec(
    file.toString('latin1', at, at + BYTE_RANGE.length + BYTE_RANGE_WIDTH + 1),
  );
  const [start, end, rest] = range ? range.slice(1).map(Number) : [];
  if (
    start === undefined ||
    end === undefined ||
    rest === undefined ||
    end + rest !== file.length ||
    file[start] !== 0x3c
  ) {
    throw new DocumentError('NOT_OUR_DOCUMENT', 'The file does not hold one signature made here.');
  }
  return { start, end };
}

/**
 * Puts a receipt into a signed document, or replaces the one in it. Signed bytes stay as they are.
 * @throws DocumentError `NOT_OUR_DOCUMENT`, `RESERVE_TOO_SMALL`
 */
export function withReceipt(pdf: Uint8Array, receipt: Uint8Array): Uint8Array {
  const file = Buffer.from(pdf);
  const room = findRoom(file);
  const held = Buffer.from(file.toString('latin1', room.start + 1, room.end - 1), 'hex');
  // The CMS first, then the zeros that keep its room.
  const { der } = new DerReader(held).next();
  const cms = withUnsignedAttribute(der, RECEIPT_ATTRIBUTE, octetString(receipt));
  writeContents(file, room, cms);
  return file;
}
