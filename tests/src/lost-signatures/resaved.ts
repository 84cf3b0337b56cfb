import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDict, PDFDocument, PDFName } from 'pdf-lib';
import type { Browser } from 'playwright-core';
import { tool } from '../documents/tools.js';

/** Saves a PDF as other programs do, in a folder of its own. */
export class Resaver {
  readonly #folder: string;
  readonly #browser: () => Promise<Browser>;
  #count = 0;

  constructor(folder: string, browser: () => Promise<Browser>) {
    this.#folder = folder;
    this.#browser = browser;
  }

  /** Printed to a PDF printer. */
  ghostscript(pdf: Uint8Array): Promise<Uint8Array> {
    return this.#by(pdf, 'gs', (from, to) => [
      '-q',
      '-dBATCH',
      '-dNOPAUSE',
      '-sDEVICE=pdfwrite',
      '-o',
      to,
      from,
    ]);
  }

  /** Printed by a viewer of the desktop. */
  cairo(pdf: Uint8Array): Promise<Uint8Array> {
    return this.#by(pdf, 'pdftocairo', (from, to) => ['-pdf', from, to]);
  }

  /** Saved anew, its annotations made part of the page. */
  flattened(pdf: Uint8Array): Promise<Uint8Array> {
    return this.#by(pdf, 'qpdf', (from, to) => ['--flatten-annotations=all', from, to]);
  }

  /** Saved anew by an editor that keeps all objects and numbers them itself. */
  edited(pdf: Uint8Array): Promise<Uint8Array> {
    return this.#by(pdf, 'qpdf', (from, to) => ['--object-streams=generate', '--linearize', from, to]);
  }

  /** Saved anew by a program that reads all objects and writes them in its own order, in streams of objects. */
  async rewritten(pdf: Uint8Array): Promise<Uint8Array> {
    const document = await PDFDocument.load(pdf);
    return document.save();
  }

  /**
   * As office programs save a PDF that they opened: a table of objects, their own name as producer, and the fields of
   * forms left out or left without their values.
   */
  async byOffice(pdf: Uint8Array, fields: 'left out' | 'emptied'): Promise<Uint8Array> {
    const document = await PDFDocument.load(pdf);
    document.setProducer('WPS Office');
    for (const [reference, object] of document.context.enumerateIndirectObjects()) {
      if (!(object instanceof PDFDict)) continue;
      if (object.get(PDFName.of('FT')) === PDFName.of('Sig')) object.delete(PDFName.of('V'));
      if (object.get(PDFName.of('Type')) === PDFName.of('Sig')) document.context.delete(reference);
    }
    if (fields === 'left out') document.catalog.delete(PDFName.of('AcroForm'));
    return document.save({ useObjectStreams: false });
  }

  /** With a password that opens it, or with an empty one that anybody's reader tries. */
  locked(pdf: Uint8Array, password: string): Promise<Uint8Array> {
    return this.#by(pdf, 'qpdf', (from, to) => ['--encrypt', password, 'owner', '256', '--', from, to]);
  }

  /** A picture of each page, as chat programs and scanners make a PDF of. */
  rasterised(pdf: Uint8Array): Promise<Uint8Array> {
    return this.#by(pdf, 'gs', (from, to) => [
      ...['-q', '-dBATCH', '-dNOPAUSE', '-sDEVICE=pdfimage24', '-r150'],
      ...['-o', to, from],
    ]);
  }

  /** The first page at 150 dpi, PNG. */
  async picture(pdf: Uint8Array): Promise<Uint8Array> {
    return this.#by(
      pdf,
      'pdftoppm',
      (from, to) => ['-png', '-r', '150', '-singlefile', from, to.slice(0, -4)],
      'png',
    );
  }

  /** Printed by a browser that shows this HTML. */
  async browserPrint(html: string): Promise<Uint8Array> {
    const context = await (await this.#browser()).newContext();
    try {
      const page = await context.newPage();
      await page.setContent(html);
      return await page.pdf({ format: 'A4', printBackground: true });
    } finally {
      await context.close();
    }
  }

  #file(extension: string): string {
    this.#count += 1;
    return join(this.#folder, `${this.#count}.${extension}`);
  }

  async #by(
    pdf: Uint8Array,
    command: string,
    args: (from: string, to: string) => string[],
    extension = 'pdf',
  ): Promise<Uint8Array> {
    const [from, to] = [this.#file('pdf'), this.#file(extension)];
    await writeFile(from, pdf);
    await ran(command, args(from, to));
    return readFile(to);
  }
}

async function ran(command: string, args: readonly string[]): Promise<void> {
  const { code, output } = await tool(command, args);
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${output}`);
}

/** HTML of a page that shows a picture and nothing else. */
export function htmlOfPicture(png: Uint8Array): string {
  return `<style>@page{margin:0}body{margin:0}img{width:100%}</style><img src="data:image/png;base64,${Buffer.from(png).toString('base64')}">`;
}
