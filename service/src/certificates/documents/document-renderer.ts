import { createHash } from 'node:crypto';
import { BoundedMap } from '../../platform/bounded-map/index.js';
import { traced } from '../../platform/tracing/index.js';
import type { Signer, ValidationData } from '../signing/index.js';
import type { TimestampSource } from '../timestamps/index.js';
import { qrCode } from './qr-code/qr-code.js';
import type { DocumentContent, PageContent } from './content.js';
import { DocumentError } from './errors.js';
import { Faces } from './fonts/faces.js';
import type { Layout } from './layouts/layout.js';
import { drawPage } from './layouts/page.js';
import { LayoutRegistry } from './layouts/layout-registry.js';
import { PageThreads } from './pages/page-threads.js';
import { PageWriter, photoOf } from './pages/page-writer.js';
import type { PageSource, PageTimes } from './pages/page-writer.js';
import { pdfDate } from './pdf/metadata.js';
import { PadesSigner } from './pdf/signature.js';
import { pngOf } from './pictures/png.js';
import { svgOf } from './pictures/svg.js';

export interface DocumentRendererOptions {
  readonly timestamps: TimestampSource;
  /** The chain and revocation lists of a signer, for the file's validation data. */
  readonly validationData: (signer: Signer) => Promise<ValidationData>;
  /** Bytes kept free for a receipt, beside the issuer's name; {@link receiptReserve} computes them. */
  readonly receiptReserve: number;
  /** Folder of certificate types, each with its layouts; the shipped one unless given. */
  readonly types?: string;
  /** Further TrueType fonts for rare characters, asked last. */
  readonly fonts?: readonly string[];
  readonly clock?: () => Date;
  /** Threads that draw and write files; without any, the calling thread does. Keys and signing stay with it anyway. */
  readonly threads?: number;
  /** Told how many seconds each step of a minting took; `sign` holds the timestamp. */
  readonly onStep?: (step: 'draw' | 'sign', took: number) => void;
}

export interface Minted {
  readonly pdf: Uint8Array;
  /** SHA-256 over the ByteRange: the PDF digest of the certificate's leaf. */
  readonly digest: Uint8Array;
}

/** How long the parts of one minting took, in milliseconds; what other threads do is not counted. */
export interface MintTimes extends PageTimes {
  sign: number;
}

/** A picture's format; of a PNG, its width in pixels. */
export type PictureFormat = { readonly as: 'svg' } | { readonly as: 'png'; readonly width: number };

interface Prepared {
  readonly validation: ValidationData;
  readonly pades: PadesSigner;
}

/** Signers whose attributes and room are worked out already. */
const MAX_PREPARED = 200;

/** Makes certificates. Everything that certificates have in common is made once and kept. */
export class DocumentRenderer {
  readonly faces: Faces;
  readonly layouts: LayoutRegistry;
  readonly #options: DocumentRendererOptions;
  readonly #prepared = new BoundedMap<string, Prepared>(MAX_PREPARED);
  readonly #pages: PageSource;

  private constructor(options: DocumentRendererOptions) {
    this.#options = options;
    this.faces = new Faces(options.fonts);
    this.layouts = LayoutRegistry.open(this.faces, options.types);
    const { types, fonts, threads = 0 } = options;
    this.#pages =
      threads > 0
        ? new PageThreads(threads, { ...(types !== undefined && { types }), ...(fonts && { fonts }) })
        : new PageWriter(this.faces, this.layouts);
  }

  /** Reads every layout at once, so that a wrong one shows at the start. @throws DocumentError `LAYOUT_INVALID` */
  static open(options: DocumentRendererOptions): DocumentRenderer {
    return new DocumentRenderer(options);
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
    const { name, validation, pades } = await this.#prepare(content, layout, signer);
    const time = this.#options.clock?.() ?? new Date();
    const dictionary = pades.dictionary(pdfDate(time));
    const begun = performance.now();
    const attributes = { 'certbridge.type': content.type.slug };
    const pdf = await traced({ name: 'draw', kind: 'internal', attributes }, () =>
      this.#pages.write({ content, validation, template: name, time, dictionary }, times),
    );
    const drawn = performance.now();
    const digest = await traced({ name: 'sign', kind: 'internal', attributes }, () => pades.sign(pdf));
    const signed = performance.now();
    if (times) times.sign += signed - drawn;
    this.#options.onStep?.('draw', (drawn - begun) / 1000);
    this.#options.onStep?.('sign', (signed - drawn) / 1000);
    return { pdf, digest };
  }

  /**
   * Of each content, the fields that are too long for their places on the page: intake refuses them by name. Works
   * where documents are drawn, off the calling thread.
   */
  overfull(contents: readonly Omit<PageContent, 'qr' | 'certId' | 'identifier'>[]): Promise<string[][]> {
    const unused = { qr: { prefix: '', digits: '' }, certId: new Uint8Array(), identifier: '' };
    return this.#pages.measure(contents.map((content) => ({ ...content, ...unused })));
  }

  /**
   * The file to keep of a picture: without its metadata, but for how it is to be turned; undefined for one that cannot
   * be placed on a page. Works where documents are drawn.
   */
  async plainPhoto(bytes: Uint8Array): Promise<Uint8Array | undefined> {
    try {
      return await this.#pages.plainPhoto(bytes);
    } catch (error) {
      if (error instanceof DocumentError && error.code === 'PHOTO_UNSUPPORTED') return undefined;
      throw error;
    }
  }

  /** Ends the threads. */
  close(): Promise<void> {
    return this.#pages.close();
  }

  /**
   * A certificate as a picture for phones and screens. It carries the same QR code, and no signature of its own.
   * @throws DocumentError
   */
  async picture(content: PageContent, format: PictureFormat): Promise<Uint8Array> {
    const layout = this.layouts.get(content.type.slug, content.layoutVersion);
    const qr = qrCode(content.qr.prefix, content.qr.digits);
    const page = drawPage(layout, this.faces, content, { qr, ...photoOf(content) });
    return format.as === 'svg' ? Buffer.from(svgOf(page)) : pngOf(page, format.width);
  }

  async #prepare(
    content: DocumentContent,
    layout: Layout,
    signer: Signer,
  ): Promise<Prepared & { readonly name: string }> {
    const { timestamps, receiptReserve, validationData } = this.#options;
    const [own, authority] = await Promise.all([validationData(signer), timestamps.validationData()]);
    const validation = {
      certificates: unique([...own.certificates, ...authority.certificates]),
      crls: unique([...own.crls, ...authority.crls]),
    };
    const name = [
      content.type.slug,
      content.type.name,
      layout.version,
      content.issuer.code,
      content.issuer.name,
      content.copy ? 'copy' : 'original',
      signer.kid,
      ...validation.certificates.map(digestOf),
      ...validation.crls.map(digestOf),
    ].join('|');
    const known = this.#prepared.get(name);
    if (known) return { name, ...known };
    // The statement that a receipt holds names the issuer.
    const receipt = receiptReserve + Buffer.byteLength(content.issuer.name);
    const room = { token: await timestamps.maxTokenLength(), receipt };
    const made: Prepared = {
      validation,
      pades: new PadesSigner(signer, timestamps, room, validation),
    };
    this.#prepared.set(name, made);
    return { name, ...made };
  }
}

const digests = new WeakMap<Uint8Array, string>();

/** SHA-256, computed once: the same certificates and lists go into document after document. */
function digestOf(item: Uint8Array): string {
  let known = digests.get(item);
  if (known === undefined) {
    known = createHash('sha256').update(item).digest('base64');
    digests.set(item, known);
  }
  return known;
}

function unique(items: readonly Uint8Array[]): Uint8Array[] {
  return [...new Map(items.map((item) => [digestOf(item), item])).values()];
}

/** {@link DocumentRenderer.open} as a promise: fonts and layouts are read on the way. */
export function openDocumentRenderer(options: DocumentRendererOptions): Promise<DocumentRenderer> {
  return Promise.resolve().then(() => DocumentRenderer.open(options));
}
