import { refused } from './parser.js';
import type { PdfStructure } from './structure.js';
import { PdfName, PdfReference, PdfString, isArray, isDictionary, nameOf } from './values.js';
import type { PdfDictionary, PdfObject, PdfValue } from './values.js';

/** Keys of what acts, hides, overlays or reaches outside the file. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set([
  'AA',
  'Collection',
  'Encrypt',
  'FFilter',
  'JS',
  'JavaScript',
  'OCProperties',
  'OpenAction',
  'OPI',
  'XFA',
]);
/** Types, subtypes and actions of the same. */
const FORBIDDEN_NAMES: ReadonlySet<string> = new Set([
  '3D',
  'DocTimeStamp',
  'FileAttachment',
  'GoTo3DView',
  'GoToE',
  'GoToR',
  'Hide',
  'ImportData',
  'JavaScript',
  'Launch',
  'Movie',
  'ObjStm',
  'Rendition',
  'ResetForm',
  'RichMedia',
  'RichMediaExecute',
  'Screen',
  'SetOCGState',
  'Sound',
  'SubmitForm',
  'XRef',
]);

const CREDENTIAL_NAME = 'credential.sd-jwt';
const CREDENTIAL_SUBTYPE = 'application/dc+sd-jwt';
const MAX_CERTIFICATES = 16;

/** What the profile allows exactly one of. */
interface Singletons {
  readonly signature: PdfDictionary;
  readonly field: PdfDictionary;
  readonly fileSpecification: PdfDictionary;
  readonly embeddedFile: PdfObject;
}

/** The parts of a certificate's PDF that verification reads. */
export interface ProfiledPdf {
  readonly signature: PdfDictionary;
  /** The credential's stream, still encoded. */
  readonly attachment: PdfObject;
  /** Streams of certificates for validation (DSS, ETSI EN 319 142-1 §5.4.2), still encoded. */
  readonly validation: readonly PdfObject[];
}

/**
 * Holds a PDF against our profile: one signature in one field, one attachment, nothing that acts.
 * @throws PdfError `STRUCTURE_REFUSED`
 */
export function applyProfile(structure: PdfStructure, bytes: Uint8Array): ProfiledPdf {
  const found = findSingletons(structure);
  const resolve: Resolve = (value) =>
    value instanceof PdfReference ? structure.objects.get(value.object)?.value : value;
  const catalog = resolve(structure.trailer.get('Root'));
  if (!isDictionary(catalog) || nameOf(catalog.get('Type')) !== 'Catalog') throw refused('no catalog');

  expectField(found, catalog, resolve);
  const associated = resolve(catalog.get('AF'));
  const [file, more] = isArray(associated) ? associated : [];
  if (more !== undefined || resolve(file) !== found.fileSpecification) {
    throw refused('an attachment that is not the document’s associated file');
  }
  expectCredential(found, structure, bytes, resolve);
  const validation = findValidation(catalog, structure, resolve);
  return { signature: found.signature, attachment: found.embeddedFile, validation };
}

type Resolve = (value: PdfValue | undefined) => PdfValue | undefined;

function expectField({ field, signature }: Singletons, catalog: PdfDictionary, resolve: Resolve): void {
  const form = resolve(catalog.get('AcroForm'));
  const fields = isDictionary(form) ? resolve(form.get('Fields')) : undefined;
  const [first, another] = isArray(fields) ? fields : [];
  if (another !== undefined || resolve(first) !== field || field.has('Kids') || field.has('Parent')) {
    throw refused('another form than one signature field');
  }
  if (resolve(field.get('V')) !== signature) throw refused('a signature outside its field');
}

function findValidation(catalog: PdfDictionary, { objects }: PdfStructure, resolve: Resolve): PdfObject[] {
  const store = resolve(catalog.get('DSS'));
  const certificates = isDictionary(store) ? resolve(store.get('Certs')) : undefined;
  if (!isArray(certificates)) return [];
  if (certificates.length > MAX_CERTIFICATES) throw refused('too many certificates');
  return certificates.map((reference) => {
    const object = reference instanceof PdfReference ? objects.get(reference.object) : undefined;
    if (object === undefined) throw refused('a certificate that is not there');
    return object;
  });
}

function expectCredential(
  { fileSpecification, embeddedFile }: Singletons,
  structure: PdfStructure,
  bytes: Uint8Array,
  resolve: Resolve,
): void {
  const files = resolve(fileSpecification.get('EF'));
  const references = isDictionary(files) ? [...files.values()] : [];
  const right = references.every(
    (value) => value instanceof PdfReference && structure.objects.get(value.object) === embeddedFile,
  );
  if (references.length === 0 || !right) throw refused('an attachment that leads elsewhere');
  const names = ['F', 'UF'].map((key) => fileSpecification.get(key)).filter((value) => value !== undefined);
  if (names.length === 0 || !names.every((value) => textOf(value, bytes) === CREDENTIAL_NAME)) {
    throw refused(`an attachment that is not named ${CREDENTIAL_NAME}`);
  }
  if (nameOf(fileSpecification.get('AFRelationship')) !== 'Data')
    throw refused('an attachment that is not data');
  const subtype = isDictionary(embeddedFile.value) ? nameOf(embeddedFile.value.get('Subtype')) : undefined;
  if (subtype !== CREDENTIAL_SUBTYPE) throw refused(`an attachment that is not ${CREDENTIAL_SUBTYPE}`);
}

/** A text string of ASCII: literal without escapes, or UTF-16BE in hexadecimal (ISO 32000-1 §7.9.2.2). */
function textOf(value: PdfValue, bytes: Uint8Array): string | undefined {
  if (!(value instanceof PdfString) || value.end - value.start > 512) return undefined;
  const text = String.fromCharCode(...bytes.subarray(value.start + 1, value.end - 1));
  if (bytes[value.start] === 0x28) return text;
  const hex = text.toLowerCase();
  const utf16 = hex.startsWith('feff');
  const units = (utf16 ? hex.slice(4).match(/.{4}/g) : hex.match(/.{2}/g)) ?? [];
  return String.fromCharCode(...units.map((unit) => parseInt(unit, 16)));
}

function findSingletons({ trailer, objects }: PdfStructure): Singletons {
  const signatures: PdfDictionary[] = [];
  const fields: PdfDictionary[] = [];
  const fileSpecifications: PdfDictionary[] = [];
  const embeddedFiles: PdfObject[] = [];
  const visit = (value: PdfValue): void => {
    if (value instanceof PdfName && FORBIDDEN_NAMES.has(value.name)) throw refused(`/${value.name}`);
    if (isArray(value)) value.forEach(visit);
    if (!isDictionary(value)) return;
    if (nameOf(value.get('Type')) === 'Sig' || value.has('ByteRange')) signatures.push(value);
    if (nameOf(value.get('FT')) === 'Sig') fields.push(value);
    if (nameOf(value.get('Type')) === 'Filespec' || value.has('EF')) fileSpecifications.push(value);
    for (const [key, member] of value) {
      if (FORBIDDEN_KEYS.has(key)) throw refused(`/${key}`);
      visit(member);
    }
  };
  visit(trailer);
  for (const object of objects.values()) {
    visit(object.value);
    if (isDictionary(object.value) && nameOf(object.value.get('Type')) === 'EmbeddedFile')
      embeddedFiles.push(object);
  }
  return {
    signature: only(signatures, 'signature'),
    field: only(fields, 'signature field'),
    fileSpecification: only(fileSpecifications, 'attachment'),
    embeddedFile: only(embeddedFiles, 'attached file'),
  };
}

function only<T>(found: readonly T[], what: string): T {
  const [first, second] = found;
  if (first === undefined) throw refused(`no ${what}`);
  if (second !== undefined) throw refused(`more than one ${what}`);
  return first;
}
