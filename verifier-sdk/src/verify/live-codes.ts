import { text } from './code-entry.js';
import type { CodeEntry } from './code-entry.js';

/** What is wrong with how a wallet credential is shown, and what to do. */
export const liveCodes = {
  NOT_SHOWN_LIVE: {
    kind: 'invalid',
    zh: text('不是当场亮证', '手机凭证的二维码须由手机当场签名。', '请对方打开钱包，当场亮证。'),
    en: text(
      'Not shown live',
      'The phone itself must sign its code.',
      'Ask for the live code in the wallet.',
    ),
  },
  WALLET_NOT_VALID: {
    kind: 'invalid',
    zh: text(
      '手机凭证已失效',
      '凭证到期、停用，或代办授权已撤回；证照本身未必有问题。',
      '请对方联网更新钱包，或出示PDF、纸质二维码。',
    ),
    en: text(
      'Wallet credential not valid',
      'It expired or was revoked, or the delegation withdrawn; the certificate may be fine.',
      'Have the wallet renewed online, or ask for the PDF or paper.',
    ),
  },
  LIVE_CODE_TIME: {
    kind: 'indeterminate',
    zh: text(
      '亮证码不在时限内',
      '已超过60秒，或手机与本机时间不同。',
      '请对方亮出新码；仍不行，请用口令亮证。',
    ),
    en: text(
      'Live code out of time',
      'It is older than 60 seconds, or the clocks differ.',
      'Ask for a fresh code; if that fails, use a challenge.',
    ),
  },
  LIVE_CODE_USED: {
    kind: 'invalid',
    zh: text('亮证码已用过', '本窗口已收过这个亮证码。', '请对方亮出新码，并核对本人。'),
    en: text(
      'Live code used',
      'This window took it before.',
      'Ask for a fresh code, and look at the person.',
    ),
  },
  LIVE_CODE_ITEM: {
    kind: 'invalid',
    zh: text('事项不符', '亮证码用于另一事项，或不在代办授权之内。', '请核对事项，重新亮证。'),
    en: text(
      'Other item',
      'It is for another item, or one that the delegation does not cover.',
      'Check the item and have it shown again.',
    ),
  },
  ITEM_NEEDED: {
    kind: 'indeterminate',
    zh: text('尚未选定事项', '亮证码须与正在办理的事项核对。', '请先选定事项，再扫新码。'),
    en: text('No item open', 'A live code is for one item.', 'Open the item, then scan a fresh code.'),
  },
  LIVE_CODE_CHALLENGE: {
    kind: 'invalid',
    zh: text('口令不符', '亮证码里的口令不是本窗口的。', '请给出新口令，重新亮证。'),
    en: text('Other challenge', 'It is not this window’s.', 'Give a new one and have it shown again.'),
  },
  CHALLENGE_NEEDED: {
    kind: 'indeterminate',
    zh: text('须用口令', '亮证码里没有本窗口的口令。', '请对方输入口令，重新亮证。'),
    en: text('Challenge needed', 'It has none.', 'Have this window’s digits entered and shown again.'),
  },
  HOLDER_NEEDED: {
    kind: 'indeterminate',
    zh: text('须核对本人', '亮证码须与来人的身份证件核对。', '请录入来人的姓名或号码。'),
    en: text(
      'Holder not compared',
      'A live code counts only for whom it names.',
      'Enter the person’s name or number.',
    ),
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
