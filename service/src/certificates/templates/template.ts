import { writeWorkbook } from '../../platform/workbook/index.js';
import type { Sheet } from '../../platform/workbook/index.js';
import { defaultLimits } from '../intake/index.js';
import type { CertificateType } from '../types/index.js';
import type { TemplateColumn } from './columns.js';

/** A table of a type to fill in (.xlsx), and beside it a sheet that explains its columns. */
export const writeTemplate = (
  type: CertificateType,
  columns: readonly TemplateColumn[],
): Promise<Uint8Array> => writeWorkbook([tableSheet(columns), explanationSheet(type, columns)]);

const tableSheet = (columns: readonly TemplateColumn[]): Sheet => ({
  name: '填写 Fill in',
  columns: columns.map(({ title, rule, example, choices }) => ({
    width: Math.min(Math.max(12, 2 * title.zh.length + 4, widthOf(example)), 40),
    choices,
    hint: {
      title: title.zh,
      text: `${rule.zh}${example === '' ? '' : `\n例：${example}`}`,
    },
  })),
  // The reader passes over the star.
  rows: [columns.map(({ title, required }) => `${title.zh}${required ? '*' : ''}`)],
  fillable: defaultLimits.spreadsheetRows,
});

const explanationSheet = ({ name, nameEn }: CertificateType, columns: readonly TemplateColumn[]): Sheet => ({
  name: '说明 Explanations',
  columns: [{ width: 26 }, { width: 26 }, { width: 12 }, { width: 60 }, { width: 60 }, { width: 40 }],
  rows: [
    ['列 Column', '英文列名 In English', '必填 Needed', '填写规则', 'Rule', '示例 Example'],
    ...columns.map(({ title, required, rule, example }) => [
      title.zh,
      title.en,
      required ? '是 yes' : '',
      rule.zh,
      rule.en,
      example,
    ]),
    [],
    [`《${name}》：每行一份证照，从第二行填起；带 * 的列必填。各列已设为文本格式，请勿改动。`],
    [
      `${nameEn}: a certificate a row, from the second row on; columns with * are needed. All are formatted as text: leave that.`,
    ],
    [
      `最多 ${defaultLimits.spreadsheetRows} 行；更多请另存为“CSV UTF-8”。At most ${defaultLimits.spreadsheetRows} rows; save more as “CSV UTF-8”.`,
    ],
    ['可另加“序号”“备注”列，不读取。Columns 序号 and 备注 may be added; they are not read.'],
  ],
});

/** Chinese characters are twice as wide. */
const widthOf = (text: string): number =>
  Array.from(text).reduce((sum, c) => sum + (c > '\u2e80' ? 2 : 1), 2);
