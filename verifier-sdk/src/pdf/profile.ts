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

/** What is found of what the profile allows one of. */
interface Found {
  readonly signatures: PdfDictionary[];
  readonly fields: PdfDictionary[];
  readonly fileSpecifications: PdfDictionary[];
  readonly embeddedFiles: PdfObject[];
}

/** Looks at every value of an object. @throws PdfError for what is forbidden */
function inspect(value: PdfValue, found: Found): void {
  if (typeof value === 'number') return;
  if (value instanceof PdfName && FORBIDDEN_NAMES.has(value.name)) throw refused(`/${value.name}`);
  if (isArray(value)) for (const item of value) inspect(item, found);
  if (!isDictionary(value)) return;
  const type = nameOf(value.get('Type'));
  if (type === 'Sig' || value.has('ByteRange')) found.signatures.push(value);
  if (nameOf(value.get('FT')) === 'Sig') found.fields.push(value);
  if (type === 'Filespec' || value.has('EF')) found.fileSpecifications.push(value);
  for (const [key, member] of value) {
    if (FORBIDDEN_KEYS.has(key)) throw refused(`/${key}`);
    inspect(member, found);
  }
}

function findSingletons({ trailer, objects }: PdfStructure): Singletons {
  const found: Found = { signatures: [], fields: [], fileSpecifications: [], embeddedFiles: [] };
  inspect(trailer, found);
  for (const object of objects.values()) {
    inspect(object.value, found);
    if (isDictionary(object.value) && nameOf(object.value.get('Type')) === 'EmbeddedFile')
      found.embeddedFiles.push(object);
  }
  return {
    signature: only(found.signatures, 'signature'),
    field: only(found.fields, 'signature field'),
    fileSpecification: only(found.fileSpecifications, 'attachment'),
    embeddedFile: only(found.embeddedFiles, 'attached file'),
  };
}

function only<T>(found: readonly T[], what: string): T {
  const [first, second] = found;
  if (first === undefined) throw refused(`no ${what}`);
  if (second !== undefined) throw refused(`more than one ${what}`);
  return first;
}
