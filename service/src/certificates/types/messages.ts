import type { Title } from './type.js';

/** What can be wrong with a row or one of its fields. Codes are never reused. */
export type RowProblemCode =
  | 'REQUIRED'
  | 'TOO_LONG'
  | 'NOT_IN_LIST'
  | 'ID_NUMBER_WRONG'
  | 'USCC_WRONG'
  | 'NUMBER_OF_HOLDER_WRONG'
  | 'DATE_WRONG'
  | 'TIME_WRONG'
  | 'FORM_WRONG'
  | 'NOT_A_NUMBER'
  | 'OUT_OF_RANGE'
  | 'DISAGREES'
  | 'CHARACTER_REFUSED'
  | 'NO_GLYPH'
  | 'FIELD_UNKNOWN'
  | 'CELLS_WRONG'
  | 'VALIDITY_ORDER'
  | 'PHOTO_MISSING'
  | 'PHOTO_REFUSED'
  | 'DUPLICATE_IN_FILE'
  | 'ALREADY_ISSUED'
  | 'NOT_RENEWABLE'
  | 'NOT_COPYABLE'
  | 'DOCUMENT_FAILED';

/** One thing wrong with a field: safe to log, since it never quotes the value. */
export interface FieldProblem {
  /** Key of the field; null when the whole row is meant. */
  readonly field: string | null;
  readonly code: RowProblemCode;
  readonly message: Title;
  readonly remedy: Title;
}

const texts: Record<RowProblemCode, { message: Title; remedy: Title }> = {
  REQUIRED: text('未填写', 'is empty', '请填写该项', 'fill it in'),
  TOO_LONG: text('超过 {limit} 个字符', 'is longer than {limit} characters', '请缩短', 'shorten it'),
  NOT_IN_LIST: text(
    '不在允许的取值中',
    'is none of the allowed values',
    '可填：{limit}',
    'use one of: {limit}',
  ),
  ID_NUMBER_WRONG: text(
    '不是有效的公民身份号码（GB 11643：18 位，含出生日期与校验码）',
    'is not a valid citizen identity number (GB 11643: 18 characters with date of birth and check character)',
    '请核对证件原件',
    'compare it with the original document',
  ),
  USCC_WRONG: text(
    '不是有效的统一社会信用代码（GB 32100：18 位，含校验码）',
    'is not a valid unified social credit code (GB 32100: 18 characters with check characters)',
    '请核对登记信息',
    'compare it with the register',
  ),
  NUMBER_OF_HOLDER_WRONG: text(
    '既不是有效的公民身份号码，也不是有效的统一社会信用代码',
    'is neither a valid citizen identity number nor a valid unified social credit code',
    '请核对证件原件',
    'compare it with the original document',
  ),
  DATE_WRONG: text(
    '不是有效日期',
    'is not a date of the calendar',
    '请写成 2026-01-31',
    'write it like 2026-01-31',
  ),
  TIME_WRONG: text(
    '不是有效时间',
    'is not a time',
    '请写成 2026-01-31 08:30',
    'write it like 2026-01-31 08:30',
  ),
  FORM_WRONG: text('格式不符', 'has the wrong form', '{limit}', '{limit}'),
  NOT_A_NUMBER: text('不是数字', 'is not a number', '请只填数字', 'use digits only'),
  OUT_OF_RANGE: text('超出范围', 'is out of range', '应为 {limit}', 'it must be {limit}'),
  DISAGREES: text('与“{limit}”不一致', 'disagrees with “{limit}”', '请核对两项', 'compare both'),
  CHARACTER_REFUSED: text(
    '含有控制字符、不可见字符或私用区字符',
    'holds control, invisible or private-use characters',
    '请删除，或改用标准字符重新输入',
    'remove them, or type them anew in standard characters',
  ),
  NO_GLYPH: text(
    '含有字库中没有的字符：{limit}',
    'holds characters that no font here can draw: {limit}',
    '请联系管理员补充字库',
    'ask the administrator for a font that has them',
  ),
  FIELD_UNKNOWN: text('该类型没有此项', 'is no field of this type', '请删除该列', 'remove the column'),
  CELLS_WRONG: text(
    '列数与表头不同',
    'has another number of cells than the header',
    '请检查逗号与引号',
    'check commas and quotes',
  ),
  VALIDITY_ORDER: text(
    '有效期截止早于起始',
    'ends before it begins',
    '请核对有效期起止',
    'compare both days of validity',
  ),
  PHOTO_MISSING: text(
    '压缩包中没有这张照片',
    'names a photo that the ZIP does not hold',
    '请把照片放入压缩包，文件名与表中一致',
    'put the photo into the ZIP under the same name',
  ),
  PHOTO_REFUSED: text(
    '照片不可用',
    'is not a usable photo',
    '请用不超过 {limit} 的 JPEG 或 PNG',
    'use a JPEG or PNG of at most {limit}',
  ),
  DUPLICATE_IN_FILE: text(
    '与第 {limit} 行重复',
    'is the same as in row {limit}',
    '请只保留一行',
    'keep one of the rows',
  ),
  ALREADY_ISSUED: text(
    '已有有效证照',
    'already has a current certificate',
    '如需更新，请办理换发',
    'renew that certificate instead',
  ),
  NOT_RENEWABLE: text(
    '原证照不存在、已失效或属于他人',
    'names a certificate that is not current, or not about the same subject',
    '请核对原证照的状态与主体；主体更正须撤销后重新制证',
    'look at that certificate; a wrong subject is mended by revoking and issuing anew',
  ),
  NOT_COPYABLE: text(
    '原证照已失效、不在有效期内，或本身即为加注件',
    'is to be copied from a certificate that is not valid now, or is a copy itself',
    '请核对原证照的状态与有效期',
    'look at that certificate’s state and days',
  ),
  DOCUMENT_FAILED: text(
    '无法制作版式文件',
    'cannot be drawn as a document',
    '请联系管理员',
    'ask the administrator',
  ),
};

/** A problem with its sentence and remedy in both languages. `limit` is never a value from the row. */
export function fieldProblem(
  field: string | null,
  code: RowProblemCode,
  limit: string | Title = '',
): FieldProblem {
  const limits = typeof limit === 'string' ? { zh: limit, en: limit } : limit;
  const fill = (sentence: Title): Title => ({
    zh: sentence.zh.replace('{limit}', limits.zh),
    en: sentence.en.replace('{limit}', limits.en),
  });
  return { field, code, message: fill(texts[code].message), remedy: fill(texts[code].remedy) };
}

function text(zh: string, en: string, remedyZh: string, remedyEn: string): { message: Title; remedy: Title } {
  return { message: { zh, en }, remedy: { zh: remedyZh, en: remedyEn } };
}
