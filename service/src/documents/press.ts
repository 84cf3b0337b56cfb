import { createHash } from 'node:crypto';
import type { Signer, ValidationData } from '../signing/index.js';
import type { TimestampSource } from '../timestamps/index.js';
import { qrCode } from './art/qr/qr-code.js';
import { sealMarks } from './art/seal.js';
import type { DocumentContent, PageContent } from './content.js';
import { Faces } from './fonts/faces.js';
import { composeStatic, composeVariable, variableRoles } from './layouts/compose.js';
import type { Figures } from './layouts/compose.js';
import type { Layout } from './layouts/layout.js';
import { drawSheet } from './layouts/sheet.js';
import { LayoutShelf } from './layouts/shelf.js';
import { writeDocument } from './pdf/document.js';
import { readPhoto } from './pdf/photo.js';
import { PadesSigner } from './pdf/signature.js';
import { makeStationery } from './pdf/stationery.js';
import type { Stationery } from './pdf/stationery.js';
import { pngOf } from './pictures/png.js';
import { svgOf } from './pictures/svg.js';

export interface PressOptions {
  readonly timestamps: TimestampSource;
  /** The chain and revocation lists of a signer, for the file's validation data. */
  readonly validationData: (signer: Signer) => Promise<ValidationData>;
  /** Bytes kept free for a receipt; {@link receiptReserve} computes them. */
  readonly receiptReserve: number;
  /** Folder of certificate types, each with its layouts; the shipped one unless given. */
  readonly types?: string;
  /** Further TrueType fonts for rare characters, asked last. */
  readonly fonts?: readonly string[];
  readonly clock?: () => Date;
}

export interface Minted {
  readonly pdf: Uint8Array;
  /** SHA-256 over the ByteRange: the PDF digest of the certificate's leaf. */
  readonly digest: Uint8Array;
}

/** How long the parts of one minting took, in milliseconds. */
export interface MintTimes {
  qr: number;
  compose: number;
  write: number;
  sign: number;
}

/** A picture's format; of a PNG, its width in pixels. */
export type PictureFormat = { readonly as: 'svg' } | { readonly as: 'png'; readonly width: number };

interface Prepared {
  readonly stationery: Stationery;
  readonly pades: PadesSigner;
}

/** Revocation lists in a signed file are replaced when newer ones exist; until then the stationery is reused. */
const MOST_PREPARED = 200;

/** Makes certificates. Everything that certificates have in common is made once and kept. */
export class Press {
  readonly faces: Faces;
  readonly layouts: LayoutShelf;
  readonly #options: PressOptions;
  readonly #prepared = new Map<string, Prepared>();

  private constructor(options: PressOptions) {
    this.#options = options;
    this.faces = new Faces(options.fonts);
    this.layouts = LayoutShelf.open(this.faces, options.types);
  }

  /** Reads every layout at once, so that a wrong one shows at the start. @throws DocumentError `LAYOUT_INVALID` */
  static open(options: PressOptions): Press {
    return new Press(options);
  }

  /** Characters of a text that no font here can draw; intake refuses them by name. */
  missingCharacters(text: string): string[] {
    return this.faces.missing(text);
  }

  /**
   * Draws, signs and stamps one certificate.
   * @throws DocumentError where a value cannot be drawn; TimestampError, SigningError
   */
  async mint(content: DocumentContent, signer: Signer, times?: MintTimes): Promise<Minted> {
    const layout = this.layouts.get(content.type.slug, content.layoutVersion);
    const { stationery, pades } = await this.#prepare(content, layout, signer);
    const start = performance.now();
    const qr = qrCode(content.qr.prefix, content.qr.digits);
    const drawn = performance.now();
    const blocks = composeVariable(layout, this.faces, content, { qr, ...photoOf(content) });
    const composed = performance.now();
    const pdf = writeDocument(stationery, {
      title: titleOf(content),
      identifier: content.identifier,
      certId: content.certId,
      pageHeight: layout.page.height,
      blocks,
      seal: layout.seal,
      time: this.#options.clock?.() ?? new Date(),
      signed: { credential: content.credential, dictionary: (signedAt) => pades.dictionary(signedAt) },
    });
    const written = performance.now();
    const digest = await pades.sign(pdf);
    if (times) {
      times.qr += drawn - start;
      times.compose += composed - drawn;
      times.write += written - composed;
      times.sign += performance.now() - written;
    }
    return { pdf, digest };
  }

  /**
   * A certificate as a picture for phones and screens. It carries the same QR code, and no signature of its own.
   * @throws DocumentError
   */
  async picture(content: PageContent, format: PictureFormat): Promise<Uint8Array> {
    const layout = this.layouts.get(content.type.slug, content.layoutVersion);
    const qr = qrCode(content.qr.prefix, content.qr.digits);
    const sheet = drawSheet(layout, this.faces, content, { qr, ...photoOf(content) });
    return format.as === 'svg' ? Buffer.from(svgOf(sheet)) : pngOf(sheet, format.width);
  }

  async #prepare(content: DocumentContent, layout: Layout, signer: Signer): Promise<Prepared> {
    const { timestamps, receiptReserve, validationData } = this.#options;
    const [own, authority] = await Promise.all([validationData(signer), timestamps.validationData()]);
    const validation = {
      certificates: unique([...own.certificates, ...authority.certificates]),
      crls: unique([...own.crls, ...authority.crls]),
    };
    const key = [
      content.type.slug,
      content.type.name,
      layout.version,
      content.issuer.code,
      content.issuer.name,
      content.copy ? 'copy' : 'original',
      signer.kid,
      fingerprint(validation),
    ].join('|');
    const known = this.#prepared.get(key);
    if (known) return known;
    const { seal } = layout;
    const made: Prepared = {
      stationery: makeStationery({
        width: layout.page.width,
        height: layout.page.height,
        title: titleOf(content),
        background: composeStatic(layout, this.faces),
        variable: variableRoles(layout, content),
        seal: {
          ...seal,
          marks: sealMarks(this.faces, content.issuer, seal.diameter),
          name: `${content.issuer.name}电子印章`,
        },
        validation,
      }),
      pades: new PadesSigner(
        signer,
        timestamps,
        { token: await timestamps.maxTokenLength(), receipt: receiptReserve },
        validation.crls,
      ),
    };
    if (this.#prepared.size >= MOST_PREPARED) this.#prepared.delete(this.#prepared.keys().next().value ?? '');
    this.#prepared.set(key, made);
    return made;
  }
}

function titleOf({ type, copy }: PageContent): string {
  return copy ? `${type.name}（加注件）` : type.name;
}

function photoOf({ photo }: PageContent): Pick<Figures, 'photo'> {
  return photo ? { photo: readPhoto(photo.bytes) } : {};
}

function unique(items: readonly Uint8Array[]): Uint8Array[] {
  return [...new Map(items.map((item) => [Buffer.from(item).toString('latin1'), item])).values()];
}

function fingerprint({ certificates, crls }: ValidationData): string {
  const hash = createHash('sha256');
  for (const item of [...certificates, ...crls]) hash.update(item);
  return hash.digest('hex');
}

/** {@link Press.open} as a promise: fonts and layouts are read on the way. */
export function openPress(options: PressOptions): Promise<Press> {
  return Promise.resolve().then(() => Press.open(options));
}
