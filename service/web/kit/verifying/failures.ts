import type { Failure } from './messages';
import type { Words } from '../words/words';

/** Why there is no verdict, and what to do. */
export const failures: Record<Failure, Words> = {
  ANCHOR_MISSING: {
    zh: '本机还没有账本，现在又连不上网站：请联网，本页会自动继续。',
    en: 'There is no ledger on this device yet, and the website cannot be reached: go online, and this page goes on by itself.',
  },
  DECODER_MISSING: {
    zh: '识别二维码的组件没有加载成功：请联网后刷新本页，或改用PDF原件。',
    en: 'The part that reads QR codes did not load: reload this page with a network, or use the PDF itself.',
  },
  FILE_UNREADABLE: {
    zh: '文件读不出来：它可能已被移动或删除，请重新选择。',
    en: 'The file cannot be read: it may have been moved or deleted. Choose it again.',
  },
  FILE_TOO_LARGE: {
    zh: '文件超过32 MB，本页不读。请选择单独的PDF原件（不要与其他文件合并），或二维码的照片。',
    en: 'The file is larger than 32 MB and is not read here. Choose the PDF itself, not merged with others, or a photo of its QR code.',
  },
  PICTURE_UNREADABLE: {
    zh: '这既不是PDF，也不是本浏览器认得的图片。请选择PDF原件，或JPEG、PNG图片。',
    en: 'This is neither a PDF nor a picture that this browser knows. Choose the PDF itself, or a JPEG or PNG.',
  },
  STOPPED: {
    zh: '核验程序没有启动或已停止：请刷新本页；仍不行，请更新浏览器。',
    en: 'The verifier did not start, or stopped: reload this page; if that does not help, update the browser.',
  },
};
