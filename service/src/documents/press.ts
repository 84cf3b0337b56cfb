import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Signer, ValidationData } from '../signing/index.js';
import type { TimestampSource } from '../timestamps/index.js';
import { qrCode } from './art/qr/qr-code.js';
import { sealMarks } from './art/seal.js';
import type { DocumentContent } from './content.js';
import { DocumentError } from './errors.js';
import { Faces } from './fonts/faces.js';
import { composeStatic, composeVariable, variableRoles } from './layouts/compose.js';
import { copyBlocks } from './layouts/copy.js';
import type { Layout } from './layouts/layout.js';
import { readLayout } from './layouts/read-layout.js';
import { writeDocument } from './pdf/document.js';
import { readPhoto } from './pdf/photo.js';
import { PadesSigner } from './pdf/signature.js';
import { makeStationery } from './pdf/stationery.js';
import type { Stationery } from './pdf/stationery.js';

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

interface Prepared {
  readonly stationery: Stationery;
  readonly pades: PadesSigner;
}

const TYPES = fileURLToPath(new URL('../../certificate-types', import.meta.url));
/** Revocation lists in a signed file are replaced when newer ones exist; until then the stationery is reused. */
const MOST_PREPARED = 200;

/** Makes certificates. Everything that certificates have in common is made once and kept. */
export class Press {
  readonly #options: PressOptions;
  readonly #faces: Faces;
  readonly #layouts = new Map<string, Layout>();
  readonly #prepared = new Map<string, Prepared>();

  private constructor(options: PressOptions) {
    this.#options = options;
    this.#faces = new Faces(options.fonts);
  }

  /** Reads every layout at once, so that a wrong one shows at the start. @throws DocumentError `LAYOUT_INVALID` */
  static open(options: PressOptions): Press {
    const press = new Press(options);
    const folder = options.types ?? TYPES;
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (!entry.isDirectory()) continue;
      for (const file of readdirSync(join(folder, entry.name))) {
        if (!/^layout(-v\d+)?\.json$/.test(file)) continue;
        const layout = readLayout(join(folder, entry.name, file));
        press.#layouts.set(`${entry.name}@${layout.version}`, layout);
      }
    }
    return press;
  }

  get faces(): Faces {
    return this.#faces;
  }

  /** @throws DocumentError `LAYOUT_UNKNOWN` */
  layout(slug: string, version: number): Layout {
    const layout = this.#layouts.get(`${slug}@${version}`);
    if (!layout)
      throw new DocumentError('LAYOUT_UNKNOWN', `There is no layout ${version} of the type "${slug}".`);
    return layout;
  }

  /** Characters of a text that no font here can draw; intake refuses them by name. */
  missingCharacters(text: string): string[] {
    const missing = new Set<string>();
    for (const character of text) {
      if (character === '\n') continue;
      if (!this.#faces.glyph('sans', character.codePointAt(0) ?? 0)) missing.add(character);
    }
    return [...missing];
  }

  /**
   * Draws, signs and stamps one certificate.
   * @throws DocumentError where a value cannot be drawn; TimestampError, SigningError
   */
  async mint(content: DocumentContent, signer: Signer, times?: MintTimes): Promise<Minted> {
    const layout = this.layout(content.type.slug, content.layoutVersion);
    const { stationery, pades } = await this.#prepare(content, layout, signer);
    const start = performance.now();
    const qr = qrCode(content.qr.prefix, content.qr.digits);
    const drawn = performance.now();
    const photo = content.photo ? { photo: readPhoto(content.photo.bytes) } : {};
    const blocks = composeVariable(layout, this.#faces, content, { qr, ...photo });
    if (content.copy) blocks.push(...copyBlocks(layout, this.#faces, content.copy));
    const composed = performance.now();
    const pdf = writeDocument(stationery, {
      title: content.copy ? `${content.type.name}（加注件）` : content.type.name,
      identifier: content.identifier,
      certId: content.certId,
      credential: content.credential,
      pageHeight: layout.page.height,
      blocks,
      seal: layout.seal,
      time: this.#options.clock?.() ?? new Date(),
      signatureDictionary: (signedAt) => pades.dictionary(signedAt),
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

  async #prepare(content: DocumentContent, layout: Layout, signer: Signer): Promise<Prepared> {
    const [own, authority] = await Promise.all([
      this.#options.validationData(signer),
      this.#options.timestamps.validationData(),
    ]);
    const validation = {
      certificates: unique([...own.certificates, ...authority.certificates]),
      crls: unique([...own.crls, ...authority.crls]),
    };
    const { slug, name } = content.type;
    const key = [
      slug,
      layout.version,
      content.issuer.code,
      content.issuer.name,
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
        title: name,
        background: composeStatic(layout, this.#faces),
        variable: variableRoles(layout),
        seal: {
          ...seal,
          marks: sealMarks(this.#faces, content.issuer, seal.diameter),
          name: `${content.issuer.name}电子印章`,
        },
        validation,
      }),
      pades: new PadesSigner(signer, this.#options.timestamps, this.#options.receiptReserve, validation.crls),
    };
    if (this.#prepared.size >= MOST_PREPARED) this.#prepared.delete(this.#prepared.keys().next().value ?? '');
    this.#prepared.set(key, made);
    return made;
  }
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
