/** For tests: uploads read as intake reads them, and rows to put in them. */
import { Readable } from 'node:stream';
import { loadCertificateTypes } from '../types/index.js';
import { UploadRefused, receiveUpload } from './index.js';
import type { IntakeLimits, IntakeRow, UploadReadOptions } from './index.js';

const types = await loadCertificateTypes();

export const header = '姓名,性别,民族,出生日期,住址,公民身份号码,签发机关,有效期起始,有效期截止';
/** GB 11643's check character, worked out here apart from the code under test (ISO 7064 MOD 11-2 weights). */
export function idNumber(body: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(body[i]), 0);
  return body + '10X98765432'.charAt(sum % 11);
}
export const row = (changes: Partial<Record<string, string>> = {}, n = 11): string => {
  const cells: Record<string, string> = {
    name: '李示例',
    sex: '男',
    ethnicity: '汉',
    birth: '1990-01-01',
    address: '浙江省示例市',
    number: idNumber(`33019919900101${String(n).padStart(3, '0')}`),
    authority: '示例市公安局',
    from: '2026-01-01',
    until: '2036-01-01',
    ...changes,
  };
  return Object.values(cells).join(',');
};

interface ReadingOptions extends Pick<UploadReadOptions, 'encoding' | 'onColumns'> {
  readonly limits?: IntakeLimits;
  readonly missing?: string;
  readonly slug?: string;
  /** Told of every photo that is unpacked. */
  readonly onPhoto?: () => void;
}

export async function read(bytes: Uint8Array | string, options: ReadingOptions = {}): Promise<IntakeRow[]> {
  const chunks = Buffer.from(bytes as string);
  const upload = await receiveUpload(
    Readable.from([chunks.subarray(0, 3), chunks.subarray(3, 1000), chunks.subarray(1000)]),
    options.limits,
  );
  try {
    const rows: IntakeRow[] = [];
    // The renderer's own reader is tested with the renderer; here a photo is one unless it says so.
    const plainPhoto = (photo: Uint8Array): Promise<Uint8Array | undefined> => {
      options.onPhoto?.();
      return Promise.resolve(photo.at(-1) === 0 ? undefined : photo);
    };
    const missingCharacters = (text: string): string[] =>
      Array.from(text).filter((c) => c === options.missing);
    for await (const one of upload.rows({
      ...options,
      types,
      type: types.newest(options.slug ?? 'resident-id'),
      missingCharacters,
      plainPhoto,
      authority: '示例市公安局',
    })) {
      rows.push(one);
    }
    return rows;
  } finally {
    await upload.close();
  }
}

export async function refusal(bytes: Uint8Array | string, limits?: IntakeLimits): Promise<string> {
  return (await refused(bytes, limits ? { limits } : {}))?.code ?? 'taken';
}

/** Why the whole upload is refused. */
export async function refused(
  bytes: Uint8Array | string,
  options: ReadingOptions = {},
): Promise<UploadRefused | undefined> {
  try {
    await read(bytes, options);
  } catch (error) {
    if (error instanceof UploadRefused) return error;
    throw error;
  }
  return undefined;
}

export const problemsOf = (rows: IntakeRow[]): unknown[] =>
  rows.flatMap(({ line, problems }) =>
    problems.map(({ column, code, shown }) => [line, column, code, shown]),
  );
