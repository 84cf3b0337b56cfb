import { deflateSync } from 'node:zlib';
import type { ZlibOptions } from 'node:zlib';
import type { Mark } from '../drawing/mark.js';
import type { Block } from '../drawing/mark.js';
import { short } from '../drawing/numbers.js';
import type { ValidationData } from '../../signing/index.js';
import { ContentWriter, Opacities, textString } from './content.js';
import { ObjectWriter } from './file.js';
import type { Written } from './file.js';
import { FontSet } from './fonts.js';
import type { UsedFont } from './fonts.js';
import { srgbProfile } from './icc.js';

/** Numbers of the objects that every document has; those marked are written anew for each. */
export const NUMBER = {
  catalog: 1,
  pages: 2,
  page: 3, // each
  content: 4, // each
  metadata: 5, // each
  fileSpecification: 6,
  credential: 7, // each
  widget: 8,
  signature: 9, // each
  profile: 10,
  background: 11,
  structure: 12,
  parents: 13,
  document: 14,
  appearance: 15,
  seal: 16,
  validation: 17,
  form: 18,
  first: 19,
} as const;

export interface PdfTemplateOptions {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly background: readonly Block[];
  /** Blocks that each document adds, in order. */
  readonly variable: readonly Pick<Block, 'role' | 'alternative'>[];
  readonly seal: {
    readonly x: number;
    readonly y: number;
    readonly diameter: number;
    readonly marks: readonly Mark[];
    readonly name: string;
  };
  /** Of a document that will be signed. */
  readonly validation?: ValidationData;
}

/** Everything of a document that is the same for all certificates of one layout and one signer, as finished bytes. */
export interface PdfTemplate {
  readonly base: Written;
  /** Entries of the page's font and graphics state resources. */
  readonly fonts: string;
  readonly states: string;
  /** Entries of its external objects: motifs of the background. */
  readonly forms: string;
  /** Number of the first marked content that a document adds. */
  readonly firstMarkedContent: number;
  readonly mediaBox: string;
}

const FLATE = '/Filter/FlateDecode';
const mm = (value: number): string => short((value * 72) / 25.4);

/** The five objects of an embedded TrueType font (ISO 32000-1 §9.7). @returns its entry in the font resources */
export function writeFont(out: ObjectWriter, used: UsedFont, deflating: ZlibOptions): string {
  const { font } = used;
  const name = `${used.tag()}+${font.postScriptName}`;
  const scale = 1000 / font.unitsPerEm;
  const file = used.file();
  const fileNumber = out.addStream(`${FLATE}/Length1 ${file.length}`, deflateSync(file, deflating));
  const box = font.bounds.map((value) => Math.round(value * scale)).join(' ');
  const [ascent, descent] = [Math.round(font.ascent * scale), Math.round(font.descent * scale)];
  const descriptor = out.add(
    `<</Type/FontDescriptor/FontName/${name}/Flags 4/FontBBox[${box}]/ItalicAngle 0/Ascent ${ascent}/Descent ${descent}/CapHeight ${ascent}/StemV 80/FontFile2 ${fileNumber} 0 R>>`,
  );
  const descendant = out.add(
    `<</Type/Font/Subtype/CIDFontType2/BaseFont/${name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor ${descriptor} 0 R/CIDToGIDMap/Identity/DW 1000/W[0[${used.widths()}]]>>`,
  );
  const unicode = out.addStream(FLATE, deflateSync(used.toUnicode(), deflating));
  const number = out.add(
    `<</Type/Font/Subtype/Type0/BaseFont/${name}/Encoding/Identity-H/DescendantFonts[${descendant} 0 R]/ToUnicode ${unicode} 0 R>>`,
  );
  return `/${used.name} ${number} 0 R`;
}

/** Writes the constant part once. */
export function makePdfTemplate(options: PdfTemplateOptions): PdfTemplate {
  const out = new ObjectWriter(NUMBER.first);
  // A comment of bytes over 127 tells transfer programs that the file is binary (ISO 32000-1 §7.5.2).
  out.raw(Buffer.from('%PDF-1.7\n%\xe8\xaf\x81\xe6\xa1\xa5\n', 'latin1'));
  const fonts = new FontSet('S', options.background);
  const opacities = new Opacities('G');
  const writer = new ContentWriter(fonts, opacities);
  const content = writer.page(options.background, options.height);
  out.stream(NUMBER.background, FLATE, deflateSync(content, { level: 9 }));
  const formEntries = writer.forms.all.map(({ name, box, body }) => {
    const entries = `/Type/XObject/Subtype/Form/BBox[${box}]/Resources<<>>${FLATE}`;
    return `/${name} ${out.addStream(entries, deflateSync(body, { level: 9 }))} 0 R`;
  });
  const fontEntries = fonts.all.map((used) => writeFont(out, used, { level: 9 })).join('');
  const roles = [
    ...options.background,
    ...options.variable,
    { role: 'Figure' as const, alternative: options.seal.name },
  ].filter((block) => block.role !== undefined);
  writeStructure(out, roles, options.validation !== undefined);
  writeSeal(out, options);
  const { validation } = options;
  if (validation) writeSigned(out, { ...options, validation });
  else for (const number of SIGNED_ONLY) out.object(number, 'null');
  writeCatalog(out, options);
  return {
    base: out.written(),
    fonts: fontEntries,
    states: opacities.entries(),
    forms: formEntries.join(''),
    firstMarkedContent: options.background.filter((block) => block.role !== undefined).length,
    mediaBox: `[0 0 ${mm(options.width)} ${mm(options.height)}]`,
  };
}

/** Keys of the parent tree (ISO 32000-1 §14.7.4.4): the page's content, and the signature's field. */
export const PARENT_KEY = { page: 0, widget: 1 } as const;

function writeStructure(
  out: ObjectWriter,
  roles: readonly Pick<Block, 'role' | 'alternative'>[],
  isSigned: boolean,
): void {
  const elements = roles.map(({ role, alternative }, n) => {
    const alt = alternative === undefined ? '' : `/Alt<${textString(alternative)}>`;
    return out.add(`<</S/${role ?? 'P'}/P ${NUMBER.document} 0 R/Pg ${NUMBER.page} 0 R/K ${n}${alt}>>`);
  });
  const references = elements.map((number) => `${number} 0 R`).join(' ');
  // A field is a Form element that names its widget (ISO 14289-1 §7.18.4).
  const [field, parent] = isSigned
    ? [` ${NUMBER.form} 0 R`, `${PARENT_KEY.widget} ${NUMBER.form} 0 R`]
    : ['', ''];
  out.object(
    NUMBER.document,
    `<</Type/StructElem/S/Document/P ${NUMBER.structure} 0 R/K[${references}${field}]>>`,
  );
  out.object(NUMBER.parents, `<</Nums[${PARENT_KEY.page}[${references}]${parent}]>>`);
  out.object(
    NUMBER.structure,
    `<</Type/StructTreeRoot/K ${NUMBER.document} 0 R/ParentTree ${NUMBER.parents} 0 R/ParentTreeNextKey 2>>`,
  );
}

/** The seal as a form that documents draw. */
function writeSeal(out: ObjectWriter, { seal }: PdfTemplateOptions): void {
  const opacities = new Opacities('G');
  const writer = new ContentWriter(new FontSet('N', []), opacities);
  const marks = seal.marks.map((mark) => writer.mark(mark)).join('');
  const r = short(seal.diameter / 2);
  out.stream(
    NUMBER.seal,
    `/Type/XObject/Subtype/Form/BBox[-${r} -${r} ${r} ${r}]/Group<</S/Transparency/CS/DeviceRGB>>/Resources<<>>${FLATE}`,
    deflateSync(marks, { level: 9 }),
  );
}

/** Objects that are empty in a document without signature. */
const SIGNED_ONLY = [
  NUMBER.fileSpecification,
  NUMBER.credential,
  NUMBER.widget,
  NUMBER.signature,
  NUMBER.appearance,
  NUMBER.validation,
  NUMBER.form,
];

/** The field of the signature, which itself shows nothing, over the seal; what is attached; and the validation data. */
function writeSigned(
  out: ObjectWriter,
  { seal, height, title, validation }: PdfTemplateOptions & { readonly validation: ValidationData },
): void {
  out.stream(NUMBER.appearance, '/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<<>>', Buffer.from('q Q'));
  const left = seal.x - seal.diameter / 2;
  const bottom = height - seal.y - seal.diameter / 2;
  const rectangle = [left, bottom, left + seal.diameter, bottom + seal.diameter].map(mm).join(' ');
  out.object(
    NUMBER.widget,
    `<</Type/Annot/Subtype/Widget/FT/Sig/T(Signature)/TU<${textString(`${seal.name}的电子签名`)}>/Rect[${rectangle}]/F 132/P ${NUMBER.page} 0 R/V ${NUMBER.signature} 0 R/StructParent ${PARENT_KEY.widget}/AP<</N ${NUMBER.appearance} 0 R>>>>`,
  );
  out.object(
    NUMBER.form,
    `<</Type/StructElem/S/Form/P ${NUMBER.document} 0 R/Pg ${NUMBER.page} 0 R/K<</Type/OBJR/Obj ${NUMBER.widget} 0 R/Pg ${NUMBER.page} 0 R>>>>`,
  );
  out.object(
    NUMBER.fileSpecification,
    `<</Type/Filespec/F(credential.sd-jwt)/UF(credential.sd-jwt)/Desc<${textString(`${title}（可验证凭证）`)}>/AFRelationship/Data/EF<</F ${NUMBER.credential} 0 R/UF ${NUMBER.credential} 0 R>>>>`,
  );
  writeValidation(out, validation);
}

/** The DSS dictionary (ETSI EN 319 142-1 §5.4.2.2), written before signing so that it needs no second revision. */
function writeValidation(out: ObjectWriter, { certificates, crls }: ValidationData): void {
  const streams = (items: readonly Uint8Array[]): string =>
    items.map((item) => `${out.addStream(FLATE, deflateSync(item, { level: 9 }))} 0 R`).join(' ');
  out.object(NUMBER.validation, `<</Type/DSS/Certs[${streams(certificates)}]/CRLs[${streams(crls)}]>>`);
}

function writeCatalog(out: ObjectWriter, { validation }: PdfTemplateOptions): void {
  const profile = srgbProfile();
  out.stream(NUMBER.profile, `/N 3${FLATE}`, deflateSync(profile, { level: 9 }));
  out.object(NUMBER.pages, `<</Type/Pages/Kids[${NUMBER.page} 0 R]/Count 1>>`);
  const signed =
    `/AF[${NUMBER.fileSpecification} 0 R]/Names<</EmbeddedFiles<</Names[(credential.sd-jwt) ${NUMBER.fileSpecification} 0 R]>>>>` +
    `/AcroForm<</Fields[${NUMBER.widget} 0 R]/SigFlags 3>>/DSS ${NUMBER.validation} 0 R/Extensions<</ESIC<</BaseVersion/1.7/ExtensionLevel 1>>>>`;
  out.object(
    NUMBER.catalog,
    `<</Type/Catalog/Pages ${NUMBER.pages} 0 R/Metadata ${NUMBER.metadata} 0 R/Lang(zh-CN)/MarkInfo<</Marked true>>/StructTreeRoot ${NUMBER.structure} 0 R` +
      `/ViewerPreferences<</DisplayDocTitle true>>/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)/DestOutputProfile ${NUMBER.profile} 0 R>>]` +
      `${validation ? signed : ''}>>`,
  );
}
