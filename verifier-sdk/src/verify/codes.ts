import type { CertificateState } from '../formats/status-rules.js';
import { text } from './code-entry.js';
import type { CodeEntry } from './code-entry.js';
import { holderCodes } from './holder-codes.js';
import { liveCodes } from './live-codes.js';
import { readingCodes } from './reading-codes.js';

/** A certificate whose state is held against it has a code of the state's name. */
type StateCode = Uppercase<Exclude<CertificateState, 'issued'>>;

/** Every code that a report can hold. Constants: never renamed, never reused. README's table is made from this. */
export const codes = {
  OK: {
    kind: 'valid',
    zh: text('核验通过', '证照由登记在册的机构签发，未被改动，当前有效。', '按证照内容办理。'),
    en: text('Valid', 'Issued by a registered department, unchanged, in force.', 'Go on with the case.'),
  },
  NOT_A_CERTIFICATE: {
    kind: 'invalid',
    zh: text('不是电子证照', '文件或二维码不是证桥签发的电子证照。', '请对方出示正确的文件或二维码。'),
    en: text(
      'Not a certificate',
      'The file or code is not a CertBridge certificate.',
      'Ask for the right file or code.',
    ),
  },
  ...readingCodes,
  STRUCTURE_REFUSED: {
    kind: 'invalid',
    zh: text(
      '文件结构异常',
      '签名以外有多余内容，或结构不符合规范，可能被篡改。',
      '不予采信；请对方重新下载原件，仍异常则上报。',
    ),
    en: text(
      'Structure refused',
      'Content lies outside the signature, or the structure breaks the format’s rules: possibly tampered with.',
      'Do not accept; ask for a fresh download, and report it if it stays so.',
    ),
  },
  SIGNATURE_INVALID: {
    kind: 'invalid',
    zh: text('签名无效', '内容在签发后被改动，或签名系伪造。', '不予采信，按伪造证照线索上报。'),
    en: text(
      'Signature invalid',
      'The content was changed after issuing, or the signature is forged.',
      'Do not accept; report as a suspected forgery.',
    ),
  },
  ISSUER_UNKNOWN: {
    kind: 'invalid',
    zh: text('颁发机构未登记', '链上没有登记该颁发机构。', '不予采信；如确系新机构，请更新离线副本后重试。'),
    en: text(
      'Issuer unknown',
      'No such issuer is registered on the ledger.',
      'Do not accept; if the department is new, sync the mirror and try again.',
    ),
  },
  ISSUER_NOT_ALLOWED: {
    kind: 'invalid',
    zh: text('机构无权颁发此类证照', '颁发机构未获准颁发这一类型的证照。', '不予采信并上报。'),
    en: text(
      'Issuer not allowed',
      'The issuer was never registered for this type of certificate.',
      'Do not accept; report it.',
    ),
  },
  KEY_NOT_VALID: {
    kind: 'invalid',
    zh: text(
      '签名密钥无效',
      '签名所用密钥不属于该机构，或在签发时已被吊销。',
      '不予采信；请持证主体到颁发机构换发。',
    ),
    en: text(
      'Key not valid',
      'The signing key is not this issuer’s, or was revoked before the certificate was anchored.',
      'Do not accept; the holder should have it reissued.',
    ),
  },
  NOT_ANCHORED: {
    kind: 'invalid',
    zh: text(
      '未上链存证',
      '账本上没有这份证照的存证，或上次同步离线副本时还没有。',
      '不予采信；刚签发的，同步后重试；否则请向颁发机构核实。',
    ),
    en: text(
      'Not anchored',
      'The ledger does not hold this certificate, or did not when the mirror was last synced.',
      'Do not accept; if it was issued just now, sync and try again; otherwise ask the issuer.',
    ),
  },
  REVOKED: {
    kind: 'invalid',
    zh: text('证照已吊销', '颁发机构已吊销该证照。', '不予采信；请持证主体联系颁发机构。'),
    en: text(
      'Revoked',
      'The issuer revoked the certificate.',
      'Do not accept; the holder should ask the issuer.',
    ),
  },
  CANCELLED: {
    kind: 'invalid',
    zh: text('证照已注销', '该证照已注销。', '不予采信；请持证主体联系颁发机构。'),
    en: text(
      'Cancelled',
      'The certificate was cancelled.',
      'Do not accept; the holder should ask the issuer.',
    ),
  },
  SUSPENDED: {
    kind: 'invalid',
    zh: text(
      '证照已暂停使用',
      '颁发机构暂停了该证照，可能恢复。',
      '暂不采信；请持证主体联系颁发机构，恢复后再办。',
    ),
    en: text(
      'Suspended',
      'The issuer suspended the certificate; it may come back.',
      'Do not accept for now; try again once the issuer has reinstated it.',
    ),
  },
  SUPERSEDED: {
    kind: 'invalid',
    zh: text('证照已换发', '该证照已被新版本取代。', '请对方出示新证照。'),
    en: text('Superseded', 'A newer certificate took its place.', 'Ask for the new one.'),
  },
  TRANSFERRED: {
    kind: 'invalid',
    zh: text('证照已迁移', '该证照已由另一机构的证照接续。', '请对方出示迁入地颁发的证照。'),
    en: text(
      'Transferred',
      'A certificate of another issuer took its place.',
      'Ask for the certificate of the new place.',
    ),
  },
  EXPIRED: {
    kind: 'invalid',
    zh: text('证照已过期', '已超过有效期。', '请持证主体换发。'),
    en: text('Expired', 'The last day of validity is past.', 'The holder should renew it.'),
  },
  NOT_YET_VALID: {
    kind: 'invalid',
    zh: text('证照尚未生效', '有效期尚未开始；也可能是本机时间有误。', '检查本机时间；无误则待生效后再办。'),
    en: text(
      'Not yet valid',
      'Validity has not begun; or the clock here is wrong.',
      'Check the clock; otherwise wait until it begins.',
    ),
  },
  ...holderCodes,
  ...liveCodes,
  STATUS_UNKNOWN: {
    kind: 'indeterminate',
    zh: text('状态未知', '没有可用的离线副本，无法得知是否被吊销。', '同步离线副本后重试，或联网核验。'),
    en: text(
      'Status unknown',
      'There is no usable mirror, so whether it was revoked cannot be known.',
      'Sync the mirror and try again, or verify online.',
    ),
  },
  STATUS_STALE: {
    kind: 'indeterminate',
    zh: text('状态信息过旧', '离线副本超过规定时限未更新。', '同步离线副本后重试；急办按本地规定人工核实。'),
    en: text(
      'Status stale',
      'The mirror is older than the policy allows.',
      'Sync the mirror and try again; if urgent, check by hand as your rules say.',
    ),
  },
  UPDATE_NEEDED: {
    kind: 'indeterminate',
    zh: text(
      '需更新核验软件',
      '证照或账本中有本软件版本尚不认识的内容，无法判断。',
      '请更新核验软件后重试；急办可联网核验或换一台已更新的设备。',
    ),
    en: text(
      'Update needed',
      'The certificate, or a record about it, is of a later version than this software knows.',
      'Update this software and try again; if urgent, verify online or on a device that is up to date.',
    ),
  },
  RECORD_UNUSABLE: {
    kind: 'indeterminate',
    zh: text(
      '账本记录不可用',
      '账本上关于该机构或该证照的一条记录不符合规则，无法据以判断；证照本身未必有问题。',
      '请向颁发机构或其所在省核实，并上报这条记录。',
    ),
    en: text(
      'Record unusable',
      'A record on the ledger about this issuer or certificate breaks its rules and cannot be judged; the certificate may be fine.',
      'Ask the issuer or its province, and report the record.',
    ),
  },
  RECEIPT_MISSING: {
    kind: 'indeterminate',
    zh: text(
      '缺少存证凭据',
      '文件在上链前下载，或凭据被移除；若是二维码，则本机缺少其存证清单。无法离线证明已存证。',
      '请对方重新下载，或联网取得凭据、同步存证清单后重试。',
    ),
    en: text(
      'Receipt missing',
      'Downloaded before anchoring, or the receipt was taken out, or the QR code’s lists of anchored codes are missing.',
      'Ask for a fresh download, verify online, or sync the lists.',
    ),
  },
  RECEIPT_UNUSABLE: {
    kind: 'indeterminate',
    zh: text(
      '存证凭据不可用',
      '凭据损坏、属于别的文件，或其背书不成立；证照本身未必有问题。',
      '请对方重新下载，或联网取得凭据后重试。',
    ),
    en: text(
      'Receipt unusable',
      'The receipt is broken, another file’s, or not endorsed as it must be; the certificate may be fine.',
      'Ask for a fresh download, or verify online.',
    ),
  },
  TIMESTAMP_UNUSABLE: {
    kind: 'indeterminate',
    zh: text('时间戳不可用', '时间戳缺失、损坏或不受信任。', '请对方重新下载原件后重试。'),
    en: text(
      'Timestamp unusable',
      'The timestamp is missing, broken or not trusted.',
      'Ask for a fresh download and try again.',
    ),
  },
  CLOCK_BEHIND: {
    kind: 'indeterminate',
    zh: text('本机时间落后', '本机时间早于已持有的账本快照，无法判断状态新旧。', '校准本机时间后重试。'),
    en: text(
      'Clock behind',
      'The clock here is earlier than the checkpoint held, so freshness cannot be judged.',
      'Set the clock and try again.',
    ),
  },
  LEDGER_EQUIVOCATION: {
    kind: 'indeterminate',
    zh: text(
      '账本出现两个版本',
      '发现足够多省级节点签署了互相矛盾的历史，证据已保存。',
      '停止自动采信，立即上报安全管理员。',
    ),
    en: text(
      'Ledger equivocation',
      'Enough provinces signed two histories that contradict each other; the evidence is kept.',
      'Stop accepting automatically; tell the security officer at once.',
    ),
  },
  IDENTIFIER_CHECK_VARIANT: {
    kind: 'note',
    zh: text('标识校验位为变体算法', '证照标识的校验位按另一种常见实现计算，不是伪造。', '无需处理。'),
    en: text(
      'Identifier check variant',
      'The identifier’s check character follows another common implementation: no forgery.',
      'Nothing to do.',
    ),
  },
  SKIPPED: {
    kind: 'skipped',
    zh: text('未检查', '此项不适用，或策略不要求。', '无需处理。'),
    en: text('Not checked', 'Does not apply here, or the policy does not ask for it.', 'Nothing to do.'),
  },
} as const satisfies Readonly<Record<string, CodeEntry> & Record<StateCode, CodeEntry>>;

export type { CodeEntry, CodeKind, CodeText } from './code-entry.js';

/** A stable code of a report. */
export type Code = keyof typeof codes;
/** Of messages. */
export type Language = 'zh' | 'en';
