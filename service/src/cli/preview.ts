import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { Faces, LayoutRegistry } from '../certificates/documents/index.js';
import type { PreviewFormat } from '../certificates/documents/index.js';
import { fields } from '../certificates/types/schemas.js';
import { preview } from '../certificates/preview/index.js';
import { Problem } from '../platform/problems/index.js';
import { loadCertificateTypes } from '../certificates/types/index.js';
import { CallFailed } from './client.js';
import { bytesOf } from './input-file.js';
import type { Terminal } from './terminal.js';

export interface PreviewOptions {
  /** A layout file to try instead of the type's. */
  readonly layout?: string;
  /** A JSON file of values in the place of the sample's. */
  readonly values?: string;
  /** A file ending in .pdf, .png or .svg. */
  readonly out: string;
  /** Pixels, of a PNG. */
  readonly width: number;
  /** Further fonts, as in CERTBRIDGE_FONTS. */
  readonly fonts: readonly string[];
}

/** Draws a sample of a type here, without a service: a designer's layout is not on one yet. */
export async function previewType(terminal: Terminal, type: string, options: PreviewOptions): Promise<void> {
  const format = formatOf(options);
  const values = options.values === undefined ? undefined : await valuesIn(options.values);
  const layout =
    options.layout === undefined ? undefined : { name: options.layout, text: await textOf(options.layout) };
  const faces = new Faces(options.fonts);
  try {
    const parts = { faces, layouts: LayoutRegistry.open(faces), types: await loadCertificateTypes() };
    const page = await preview(parts, {
      type,
      format,
      ...(layout && { layout }),
      ...(values && { fields: values }),
    });
    await writeFile(options.out, page);
  } catch (cause) {
    if (cause instanceof Problem) throw new CallFailed(cause.code, cause.message, cause);
    throw cause;
  }
  terminal.write(`${options.out} shows a sample 样张 of ${type}.\n`);
}

function formatOf({ out, width }: PreviewOptions): PreviewFormat {
  const ending = extname(out).slice(1).toLowerCase();
  if (ending === 'png') return { as: 'png', width };
  if (ending === 'svg' || ending === 'pdf') return { as: ending };
  throw new CallFailed('OUT_WRONG', `${out} should end in .pdf, .png or .svg: its ending says what to draw.`);
}

async function valuesIn(file: string): Promise<Record<string, string | number>> {
  try {
    return fields.parse(JSON.parse(await textOf(file)));
  } catch (cause) {
    if (cause instanceof CallFailed) throw cause;
    throw new CallFailed('VALUES_WRONG', `${file} is not a JSON object of field keys and values.`, cause);
  }
}

const textOf = async (file: string): Promise<string> => (await bytesOf(file)).toString('utf8');
