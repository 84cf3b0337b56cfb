import { BoundedMap } from '../../../platform/bounded-map/index.js';
import type { ValidationData } from '../../signing/index.js';
import { qrCode } from '../qr-code/qr-code.js';
import { sealMarks } from '../art/seal.js';
import type { DocumentContent, PageContent } from '../content.js';
import type { Faces } from '../fonts/faces.js';
import { composeStatic, composeVariable, overfullFields, variableRoles } from '../layouts/compose.js';
import type { Figures } from '../layouts/compose.js';
import type { Layout } from '../layouts/layout.js';
import type { LayoutRegistry } from '../layouts/layout-registry.js';
import { writeDocument } from '../pdf/document.js';
import { plainPhoto, readPhoto } from '../pdf/photo.js';
import { makePdfTemplate } from '../pdf/template.js';
import type { PdfTemplate } from '../pdf/template.js';

/** One file to be written. It holds no key and no function, so that it can go to another thread. */
export interface PageJob {
  readonly content: DocumentContent;
  readonly validation: ValidationData;
  /** Names what `content` and `validation` have in common with other certificates: their template is made once. */
  readonly template: string;
  readonly time: Date;
  /** The signature dictionary, with room for all that is filled in later. */
  readonly dictionary: string;
}

/** How long the parts of writing one file took, in milliseconds. */
export interface PageTimes {
  qr: number;
  compose: number;
  write: number;
}

/** Here or on another thread. @throws DocumentError where a value cannot be drawn */
export interface PageSource {
  write(job: PageJob, times?: PageTimes): Promise<Buffer>;
  /** Of each content, the fields that are too long for their places. */
  measure(contents: readonly PageContent[]): Promise<string[][]>;
  /** The file to keep of a picture. @throws DocumentError `PHOTO_UNSUPPORTED` */
  plainPhoto(bytes: Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Revocation lists in a signed file are replaced when newer ones exist; until then the template is reused. */
const MAX_TEMPLATES = 200;

/** Writes files up to the signature. What certificates have in common is written once and kept. */
export class PageWriter implements PageSource {
  readonly #faces: Faces;
  readonly #layouts: LayoutRegistry;
  readonly #templates = new BoundedMap<string, PdfTemplate>(MAX_TEMPLATES);

  constructor(faces: Faces, layouts: LayoutRegistry) {
    this.#faces = faces;
    this.#layouts = layouts;
  }

  // A value that cannot be drawn rejects, as it does on another thread.
  // eslint-disable-next-line @typescript-eslint/require-await
  async write(job: PageJob, times?: PageTimes): Promise<Buffer> {
    return this.writeNow(job, times);
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async measure(contents: readonly PageContent[]): Promise<string[][]> {
    return this.measureNow(contents);
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async plainPhoto(bytes: Uint8Array): Promise<Uint8Array> {
    return plainPhoto(bytes);
  }

  /** @throws DocumentError */
  measureNow(contents: readonly PageContent[]): string[][] {
    return contents.map((content) =>
      overfullFields(this.#layouts.get(content.type.slug, content.layoutVersion), this.#faces, content),
    );
  }

  /** @throws DocumentError */
  writeNow(job: PageJob, times?: PageTimes): Buffer {
    const { content } = job;
    const layout = this.#layouts.get(content.type.slug, content.layoutVersion);
    const template = this.#templateOf(job, layout);
    const start = performance.now();
    const qr = qrCode(content.qr.prefix, content.qr.digits);
    const drawn = performance.now();
    const blocks = composeVariable(layout, this.#faces, content, { qr, ...photoOf(content) });
    const composed = performance.now();
    const pdf = writeDocument(template, {
      title: titleOf(content),
      identifier: content.identifier,
      certId: content.certId,
      pageHeight: layout.page.height,
      blocks,
      seal: layout.seal,
      time: job.time,
      signed: { credential: content.credential, dictionary: job.dictionary },
    });
    if (times) {
      times.qr += drawn - start;
      times.compose += composed - drawn;
      times.write += performance.now() - composed;
    }
    return pdf;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #templateOf({ content, validation, template: name }: PageJob, layout: Layout): PdfTemplate {
    const known = this.#templates.get(name);
    if (known) return known;
    const { seal } = layout;
    const made = makePdfTemplate({
      width: layout.page.width,
      height: layout.page.height,
      title: titleOf(content),
      background: composeStatic(layout, this.#faces),
      variable: variableRoles(layout, content),
      seal: {
        ...seal,
        marks: sealMarks(this.#faces, content.issuer, seal.diameter),
        name: `${content.issuer.name}电子印章`,
      },
      validation,
    });
    this.#templates.set(name, made);
    return made;
  }
}

function titleOf({ type, copy }: PageContent): string {
  return copy ? `${type.name}（加注件）` : type.name;
}

export function photoOf({ photo }: PageContent): Pick<Figures, 'photo'> {
  return photo ? { photo: readPhoto(photo.bytes) } : {};
}
