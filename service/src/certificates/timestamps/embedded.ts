import { randomBytes } from 'node:crypto';
import { DerError } from '@certbridge/verifier-sdk/der';
import { CmsTemplate, OID, sha256 } from '../cms/index.js';
import { generalizedTime, integer, oid, sequence, tlv, utf8String } from '../cms/index.js';
import type { Der } from '../cms/index.js';
import type { Signer, ValidationData } from '../signing/index.js';
import { decodeRequest, messageImprint } from './request.js';
import type { TimestampRequest } from './request.js';
import type { TimestampSource } from './source.js';

/** The policy of this authority: this machine's clock, no audit. */
const POLICY = oid('2.25.311470394283957432880192237014850187362');
const ACCURACY = sequence(integer(1));
const VERSION = integer(1);
const GRANTED = sequence(integer(0));
const HASH_LENGTHS = new Map([
  [Buffer.from(oid(OID.sha256)).toString('hex'), 32],
  [Buffer.from(oid('2.16.840.1.101.3.4.2.2')).toString('hex'), 48],
  [Buffer.from(oid('2.16.840.1.101.3.4.2.3')).toString('hex'), 64],
]);

/** Bits of PKIFailureInfo (RFC 3161 §2.4.2). */
const FAILURE = { badAlg: 0, badDataFormat: 5, unacceptedPolicy: 15, unacceptedExtension: 16 } as const;

function rejection(bit: number, text: string): Der {
  const bytes = Buffer.alloc(Math.floor(bit / 8) + 1);
  bytes[bytes.length - 1] = 0x80 >> (bit % 8);
  const unused = 7 - (bit % 8);
  return sequence(sequence(integer(2), sequence(utf8String(text)), tlv(0x03, Uint8Array.of(unused), bytes)));
}

/** A time-stamping authority in this process, for the default start; a real one replaces it by its address. */
export class EmbeddedTimestampAuthority implements TimestampSource {
  readonly #maxTokenLength: number;
  readonly #template: CmsTemplate;
  readonly #validationData: () => Promise<ValidationData>;
  readonly #clock: () => Date;

  private constructor(template: CmsTemplate, maxTokenLength: number, options: EmbeddedTimestampOptions) {
    this.#template = template;
    this.#maxTokenLength = maxTokenLength;
    this.#validationData = options.validationData;
    this.#clock = options.clock ?? (() => new Date());
  }

  static async create(options: EmbeddedTimestampOptions): Promise<EmbeddedTimestampAuthority> {
    const template = new CmsTemplate(options.signer, { contentType: OID.tstInfo });
    const probe = await new EmbeddedTimestampAuthority(template, 0, options).stamp(new Uint8Array(32));
    // Serial, nonce and signature vary by a few bytes in their encodings; nothing else does.
    return new EmbeddedTimestampAuthority(template, probe.length + 16, options);
  }

  maxTokenLength(): Promise<number> {
    return Promise.resolve(this.#maxTokenLength);
  }

  stamp(digest: Uint8Array): Promise<Uint8Array> {
    // With its chain: many validators look for it nowhere else.
    return this.#token({ imprint: messageImprint(digest) }, 'chain');
  }

  validationData(): Promise<ValidationData> {
    return this.#validationData();
  }

  /** Answers one TimeStampReq with a TimeStampResp, whatever was sent. */
  async answer(request: Uint8Array): Promise<Uint8Array> {
    let asked: TimestampRequest;
    try {
      asked = decodeRequest(request);
    } catch (error) {
      if (!(error instanceof DerError)) throw error;
      return rejection(FAILURE.badDataFormat, 'not a TimeStampReq');
    }
    const length = HASH_LENGTHS.get(Buffer.from(asked.hashAlgorithm).toString('hex'));
    if (length === undefined || length !== asked.digest.length) {
      return rejection(FAILURE.badAlg, 'SHA-256, SHA-384 or SHA-512 is asked for');
    }
    if (asked.policy && Buffer.compare(asked.policy, POLICY) !== 0) {
      return rejection(FAILURE.unacceptedPolicy, 'this authority has one policy');
    }
    if (asked.extensions) return rejection(FAILURE.unacceptedExtension, 'no extension is known');
    return sequence(GRANTED, await this.#token(asked, asked.certificates ? 'chain' : 'none'));
  }

  async #token(
    asked: Pick<TimestampRequest, 'imprint' | 'nonce'>,
    certificates: 'chain' | 'none',
  ): Promise<Der> {
    const info = sequence(
      VERSION,
      POLICY,
      asked.imprint,
      integer(Buffer.concat([Buffer.of(1), randomBytes(15)])),
      generalizedTime(this.#clock()),
      ACCURACY,
      ...(asked.nonce ? [asked.nonce] : []),
    );
    const signed = await this.#template.signDigest(sha256(info));
    return this.#template.assemble(signed, { content: info, certificates });
  }
}

export interface EmbeddedTimestampOptions {
  /** Holds a certificate for time-stamping alone. */
  readonly signer: Signer;
  readonly validationData: () => Promise<ValidationData>;
  readonly clock?: () => Date;
}
