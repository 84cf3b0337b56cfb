import type { Title } from './type.js';

/** What can be wrong with a row or one of its fields. Codes are never reused. */
export type RowProblemCode =
  | 'REQUIRED'
  | 'TOO_LONG'
  | 'NOT_IN_LIST'
  | 'AUTHORITY_FOREIGN'
  | 'TYPE_NOT_ISSUED'
  | 'ID_NUMBER_WRONG'
  | 'USCC_WRONG'
  | 'NUMBER_OF_HOLDER_WRONG'
  | 'DATE_WRONG'
  | 'DATE_FUTURE'
  | 'TIME_WRONG'
  | 'FORM_WRONG'
  | 'NOT_A_NUMBER'
  | 'NOT_TEXT'
  | 'NUMBER_ROUNDED'
  | 'NUMBER_MAYBE_ROUNDED'
  | 'OUT_OF_RANGE'
  | 'DISAGREES'
  | 'CHARACTER_REFUSED'
  | 'NO_GLYPH'
  | 'FIELD_UNKNOWN'
  | 'FIELD_TWICE'
  | 'CELLS_WRONG'
  | 'QUOTES_WRONG'
  | 'CELL_UNTITLED'
  | 'CELL_ERROR'
  | 'CELL_UNCALCULATED'
  | 'CELL_MERGED'
  | 'NO_ROOM'
  | 'VALIDITY_ORDER'
  | 'PHOTO_MISSING'
  | 'PHOTO_REFUSED'
  | 'DUPLICATE_IN_FILE'
  | 'ALREADY_ISSUED'
  | 'ALREADY_CLAIMED'
  | 'NOT_RENEWABLE'
  | 'NOT_COPYABLE'
  | 'DOCUMENT_FAILED'
  | 'ROW_CHANGED'
  /** Nothing is wrong: a note. */
  | 'NORMALISED';

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
  AUTHORITY_FOREIGN: text(
    '不是本颁发机构的名称',
    'is not the name of this issuer',
    '可填：{limit}；其他名称由管理员加入许可名单',
    'use one of: {limit}; an administrator adds other names to those allowed',
  ),
  TYPE_NOT_ISSUED: text(
    '没有签发：该颁发机构已不再签发这种证照',
    'was not issued: the issuer does not issue this type any more',
    '请联系管理员开通后重新上传',
    'ask an administrator to add the type, then send it again',
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
  DATE_FUTURE: text(
    '晚于今天',
    'lies in the future',
    '请核对日期',
    'compare the day with the original document',
  ),
  TIME_WRONG: text(
    '不是有效时间',
    'is not a time',
    '请写成 2026-01-31 08:30',
    'write it like 2026-01-31 08:30',
  ),
  FORM_WRONG: text('格式不符', 'has the wrong form', '{limit}', '{limit}'),
  NOT_A_NUMBER: text('不是数字', 'is not a number', '请只填数字', 'use digits only'),
  NOT_TEXT: text(
    '应为文本，不能是数值',
    'must be text, not a number',
    '请以文本提交（表格中先把该列设为“文本”格式再填写；JSON 中加引号）',
    'send it as text (in a spreadsheet: format the column as text first; in JSON: in quotes)',
  ),
  NUMBER_ROUNDED: text(
    '有误，像是被电子表格当作数值舍入，末几位丢失',
    'is wrong: a spreadsheet seems to have taken it for a quantity and lost its last digits',
    '请按原件重新填写，先把该列设为“文本”格式',
    'type it again from the original, into a column formatted as text',
  ),
  NUMBER_MAYBE_ROUNDED: text(
    '以 0 结尾，而文件中同列另有号码被电子表格舍入，无法确定此号码未被舍入',
    'ends in zeros, and a spreadsheet has rounded other numbers of this column: it cannot be told from a rounded one',
    '请与原件核对；确认无误后，先改正被舍入的号码再重新提交，或直接保存此行',
    'compare it with the original; if it is right, save this row as it is, or mend the rounded numbers and submit the file again',
  ),
  OUT_OF_RANGE: text('超出范围', 'is out of range', '应为 {limit}', 'it must be {limit}'),
  DISAGREES: text('与“{limit}”不一致', 'disagrees with “{limit}”', '请核对两项', 'compare both'),
  CHARACTER_REFUSED: text(
    '含有控制字符、不可见字符、私用区字符或貌似的其他文字 {limit}',
    'holds control, invisible, private-use or look-alike characters {limit}',
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
  FIELD_TWICE: text('给出了两次', 'is given twice', '请只保留一个', 'keep one of them'),
  CELLS_WRONG: text(
    '列数与表头不同',
    'has another number of cells than the header',
    '请检查是否多了或少了逗号，或另存为 .xlsx 后重新上传',
    'look for a comma too many or too few, or save the table as .xlsx',
  ),
  QUOTES_WRONG: text(
    '的英文引号不成对，无法确定各列内容',
    'has quotes that do not come in pairs: its cells cannot be told apart',
    '请补全或改用中文引号，或另存为 .xlsx 后重新上传',
    'close the quotes, use Chinese ones, or save the table as .xlsx',
  ),
  CELL_UNTITLED: text(
    '在没有列名的列中有内容',
    'has something in a column without a title',
    '请删除该内容，或为该列补上列名',
    'remove it, or give the column its title',
  ),
  CELL_ERROR: text(
    '的公式结果为错误值',
    'holds the error of a formula',
    '请改填文字',
    'type the text itself',
  ),
  CELL_UNCALCULATED: text(
    '是没有计算结果的公式',
    'is a formula without a result',
    '请用电子表格打开并保存一次，或改填文字',
    'open and save the file in a spreadsheet, or type the text itself',
  ),
  CELL_MERGED: text(
    '在合并单元格内，无法确定属于哪一行',
    'is part of merged cells: it cannot be told which row it belongs to',
    '请取消合并，逐行填写',
    'split the merged cells and fill in every row',
  ),
  NO_ROOM: text(
    '太长，证照版面放不下',
    'is too long for its place on the page',
    '请缩短或减少换行',
    'shorten it, or use fewer lines',
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
  PHOTO_REFUSED: text('照片不可用', 'is not a usable photo', '{limit}', '{limit}'),
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
  ALREADY_CLAIMED: text(
    '正在另一批次中办理',
    'is being issued in another batch',
    '请等待该批次办结',
    'wait until that batch has ended',
  ),
  NOT_RENEWABLE: text(
    '原证照不存在、已失效或属于他人',
    'names a certificate that is not current, or not about the same subject',
    '请核对原证照的状态与主体；主体有误的，须吊销后重新签发',
    'look at that certificate; a wrong subject is mended by revoking and issuing anew',
  ),
  NOT_COPYABLE: text(
    '原证照已失效、不在有效期内，或本身即为加注件',
    'is to be copied from a certificate that is not valid now, or is a copy itself',
    '请核对原证照的状态与有效期',
    'look at that certificate’s state and days',
  ),
  ROW_CHANGED: text(
    '与提交时的内容不一致',
    'is not what was submitted',
    '请撤回该批次，重新上传',
    'withdraw the batch and send it again',
  ),
  NORMALISED: text(
    '已统一写法：{limit}',
    'was brought into the written form: {limit}',
    '请核对',
    'look whether this is meant',
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
