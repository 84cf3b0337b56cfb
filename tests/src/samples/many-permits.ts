import { seededRandom } from './random.js';
import { residencePermit } from './rows.js';

const HEADER =
  '姓名,性别,民族,出生日期,公民身份号码,常住户口所在地住址,居住地住址,签发机关,有效期起始,有效期截止';

/** A CSV of so many residence permits of invented people, the same at every call. */
export function manyPermits(rows: number): string {
  const random = seededRandom(20);
  const all = Array.from({ length: rows }, (_, index) =>
    Object.values(residencePermit(random, index)).join(','),
  );
  return [HEADER, ...all].join('\n');
}
