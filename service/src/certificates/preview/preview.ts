import { dateAt, formatIdentifier } from '@certbridge/verifier-sdk/formats';
import { DocumentError, previewPage } from '../documents/index.js';
import type { Faces, Layout, LayoutRegistry, PreviewFormat } from '../documents/index.js';
import { Problem } from '../../platform/problems/index.js';
import { fieldProblem, isDay } from '../types/index.js';
import type { CertificateType, CertificateTypes, FieldProblem, Fields, Sample } from '../types/index.js';
import { LayoutWrong, ValuesWrong } from './errors.js';

export interface PreviewParts {
  readonly types: CertificateTypes;
  readonly faces: Faces;
  readonly layouts: LayoutRegistry;
}

export interface PreviewRequest {
  /** Code or slug. */
  readonly type: string;
  /** A layout to try, instead of the type's; `name` identifies it in the errors. */
  readonly layout?: { readonly name: string; readonly text: string };
  /** Values in the place of the sample's. */
  readonly fields?: Fields;
  readonly format: PreviewFormat;
}

/**
 * Draws an invented certificate of a type, marked as a sample, without signature.
 * @throws TypeUnknown, LayoutWrong, ValuesWrong
 */
export async function preview(
  { types, faces, layouts }: PreviewParts,
  { type: named, layout, fields, format }: PreviewRequest,
): Promise<Uint8Array> {
  const type = types.newest(named);
  const sample = types.sample(type) ?? NO_SAMPLE;
  const given: Fields = { ...sample.fields, ...fields };
  const problems = [...types.check(type, given), ...undrawable(faces, given)];
  if (problems.length > 0) throw new ValuesWrong(problems);
  const { code, version, slug, name } = type;
  const content = {
    ...sample,
    type: { code, version, slug, name },
    identifier: formatIdentifier({
      type: code,
      issuer: sample.issuer.code,
      serial: '000000000',
      version: '001',
    }),
    fields: given,
  };
  const drawing = read(layouts, type, layout);
  return drawn(() => previewPage(drawing, faces, content, format));
}

/** Of a type whose folder has none: an invented issuer, and no values. */
const NO_SAMPLE: Sample = {
  issuer: { code: '113301990000100144', name: '示例发证机关' },
  issuedOn: '2026-01-01',
  validFrom: '2026-01-01',
  validUntil: null,
  fields: {},
};

export interface ApplicationPreview {
  readonly type: string;
  readonly issuer: { readonly code: string; readonly name: string };
  /** As far as they are known; those that are wrong are left out. */
  readonly fields: Fields;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly photo?: { readonly bytes: Uint8Array; readonly mediaType: string };
  readonly format: PreviewFormat;
}

/**
 * Draws an application as far as it is filled in, marked as a sample, without signature.
 * @throws TypeUnknown, Problem where a value is too long for its place
 */
export async function previewApplication(
  { types, faces, layouts }: PreviewParts,
  { type: named, issuer, fields, validFrom, validUntil, photo, format }: ApplicationPreview,
): Promise<Uint8Array> {
  const type = types.newest(named);
  const wrong = new Set(
    [...types.check(type, fields), ...undrawable(faces, fields)].map(({ field }) => field),
  );
  const keys = Object.keys(type.schema.properties);
  const right = keys.map((key) => [key, wrong.has(key) ? '' : (fields[key] ?? '')] as const);
  const today = dateAt(Date.now());
  const { code, version, slug, name } = type;
  return drawn(() =>
    previewPage(
      layouts.get(type.slug, type.layout),
      faces,
      {
        type: { code, version, slug, name },
        issuer,
        issuedOn: today,
        validFrom: isDay(validFrom) ? validFrom : today,
        validUntil: isDay(validUntil) ? validUntil : null,
        identifier: formatIdentifier({
          type: code,
          issuer: issuer.code,
          serial: '000000000',
          version: '001',
        }),
        fields: Object.fromEntries(right),
        ...(photo && { photo }),
      },
      format,
    ),
  );
}

async function drawn(draw: () => Promise<Uint8Array>): Promise<Uint8Array> {
  try {
    return await draw();
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    // What is left: a value that its place is too small for. The message names the field.
    const words = { zh: `这一页画不出来（${error.code}）：请缩短该项，或放宽版式。`, en: error.message };
    throw new Problem('unprocessable', error.code, words, { cause: error });
  }
}

function read(layouts: LayoutRegistry, type: CertificateType, given: PreviewRequest['layout']): Layout {
  if (!given) return layouts.get(type.slug, type.layout);
  try {
    return layouts.read(type.slug, given.name, given.text);
  } catch (error) {
    if (error instanceof DocumentError) throw new LayoutWrong(error.message, error.findings, error);
    throw error;
  }
}

function undrawable(faces: Faces, fields: Fields): FieldProblem[] {
  return Object.entries(fields).flatMap(([key, value]) => {
    const missing = faces.missing(String(value));
    return missing.length > 0 ? [fieldProblem(key, 'NO_GLYPH', missing.join('、'))] : [];
  });
}
