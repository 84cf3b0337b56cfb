import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { Faces, LayoutRegistry } from '../certificates/documents/index.js';
import type { PreviewFormat } from '../certificates/documents/index.js';
import { fields } from '../certificates/types/schemas.js';
import { preview } from '../certificates/preview/index.js';
import { Problem } from '../platform/problems/index.js';
import { loadCertificateTypes } from '../certificates/types/index.js';
import { exitCodes } from './exit-codes.js';
import { CallFailed } from './failure.js';
import { endingWrong } from './fetch.js';
import { bytesOf } from './input-file.js';
import { saveStream } from './save-answer.js';
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
  await saveStream(
    Readable.from([await drawn(type, format, { layout, values, fonts: options.fonts })]),
    options.out,
  );
  terminal.write(`${options.out} 是 ${type} 的样张。${options.out} shows a sample 样张 of ${type}.\n`);
}

interface Trial {
  readonly layout: { readonly name: string; readonly text: string } | undefined;
  readonly values: Readonly<Record<string, string | number>> | undefined;
  readonly fonts: readonly string[];
}

async function drawn(
  type: string,
  format: PreviewFormat,
  { layout, values, fonts }: Trial,
): Promise<Uint8Array | string> {
  try {
    const faces = new Faces(fonts);
    const parts = { faces, layouts: LayoutRegistry.open(faces), types: await loadCertificateTypes() };
    return await preview(parts, {
      type,
      format,
      ...(layout && { layout }),
      ...(values && { fields: values }),
    });
  } catch (cause) {
    if (!(cause instanceof Problem)) throw cause;
    throw new CallFailed(cause.code, { zh: `画不出 ${type} 的样张。`, en: cause.message }, { cause });
  }
}

function formatOf({ out, width }: PreviewOptions): PreviewFormat {
  const ending = extname(out).slice(1).toLowerCase();
  if (ending === 'png') return { as: 'png', width };
  if (ending === 'svg' || ending === 'pdf') return { as: ending };
  throw endingWrong(out);
}

async function valuesIn(file: string): Promise<Record<string, string | number>> {
  const text = await textOf(file);
  try {
    return fields.parse(JSON.parse(text));
  } catch (cause) {
    throw new CallFailed(
      'VALUES_WRONG',
      {
        zh: `${file} 不是字段名和值的 JSON 对象。`,
        en: `${file} is not a JSON object of field keys and values.`,
      },
      { exit: exitCodes.noInput, cause },
    );
  }
}

const textOf = async (file: string): Promise<string> => (await bytesOf(file)).toString('utf8');
