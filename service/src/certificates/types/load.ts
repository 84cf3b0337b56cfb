import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { Problem } from '../../platform/problems/index.js';
import { compileCheck } from './check.js';
import type { FieldCheck } from './check.js';
import { certificateType } from './type.js';
import { readSample } from './sample.js';
import type { Sample } from './sample.js';
import type { CertificateType } from './type.js';

const ownFolder = fileURLToPath(new URL('../../../certificate-types', import.meta.url));

export interface CertificateTypes {
  /** The newest version of every type. */
  list(): readonly CertificateType[];
  /**
   * The newest version, by code or slug.
   * @throws TypeUnknown
   */
  newest(codeOrSlug: string): CertificateType;
  /**
   * The version that a certificate remembers.
   * @throws TypeUnknown
   */
  at(code: string, version: number): CertificateType;
  /** An invented certificate of the type, for previews; undefined where the type's folder has none. */
  sample(type: CertificateType): Sample | undefined;
  /** What is wrong with these fields. */
  check: (type: CertificateType, ...fields: Parameters<FieldCheck>) => ReturnType<FieldCheck>;
}

export class TypeUnknown extends Problem {
  constructor(wanted: string) {
    const words = {
      zh: `没有 ${wanted} 这种证照：“certbridge types”列出全部类型。`,
      en: `There is no certificate type ${wanted}: "certbridge types" lists all.`,
    };
    super('not-found', 'TYPE_UNKNOWN', words, { details: { type: wanted } });
  }
}

/**
 * Reads `<folder>/<slug>/type.json`, `type.<version>.json` for versions that only older certificates use, and `sample.json`.
 * @throws Problem `TYPE_WRONG` naming the file and what is wrong in it
 */
export async function loadCertificateTypes(folder = ownFolder): Promise<CertificateTypes> {
  const types = new Map<string, { type: CertificateType; check: FieldCheck }>();
  const samples = new Map<string, Sample | undefined>();
  for (const file of await typeFiles(folder)) {
    const type = await readType(file);
    types.set(nameOf(type.code, type.version), { type, check: compiled(file, type) });
    if (!samples.has(type.code)) samples.set(type.code, await sampleBeside(file));
  }
  const all = [...types.values()].map(({ type }) => type).sort((a, b) => b.version - a.version);
  const newest = (wanted: string): CertificateType => {
    const found = all.find(({ code, slug }) => code === wanted || slug === wanted);
    if (!found) throw new TypeUnknown(wanted);
    return found;
  };
  const at = (code: string, version: number): { type: CertificateType; check: FieldCheck } => {
    const found = types.get(nameOf(code, version));
    if (!found) throw new TypeUnknown(nameOf(code, version));
    return found;
  };
  return {
    list: () => [...new Set(all.map(({ code }) => code))].map(newest),
    newest,
    at: (code, version) => at(code, version).type,
    sample: ({ code }) => samples.get(code),
    check: (type, fields) => at(type.code, type.version).check(fields),
  };
}

const nameOf = (code: string, version: number): string => `${code}@${version}`;

async function typeFiles(folder: string): Promise<string[]> {
  const files = await readdir(folder, { recursive: true });
  return files.filter((file) => /(^|[\\/])type(\.\d+)?\.json$/.test(file)).map((file) => `${folder}/${file}`);
}

async function sampleBeside(typeFile: string): Promise<Sample | undefined> {
  const file = join(dirname(typeFile), 'sample.json');
  try {
    return await readSample(file);
  } catch (cause) {
    throw wrong(file, cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause), cause);
  }
}

async function readType(file: string): Promise<CertificateType> {
  try {
    return certificateType.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw wrong(file, cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause), cause);
  }
}

function compiled(file: string, type: CertificateType): FieldCheck {
  try {
    return compileCheck(type);
  } catch (cause) {
    throw wrong(file, String(cause), cause);
  }
}

const wrong = (file: string, why: string, cause: unknown): Problem =>
  new Problem('internal', 'TYPE_WRONG', `The certificate type ${file} is wrong: ${why}`, { cause });
