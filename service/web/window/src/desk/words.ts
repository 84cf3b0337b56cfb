import { texts } from '../../../kit';

export const deskWords = texts({
  title: { zh: '核验', en: 'Check' },
  ready: { zh: '请扫码', en: 'Ready to scan' },
  readyWhy: {
    zh: '扫码枪对准二维码即可，光标在哪里都行；也可把PDF或照片拖进来、粘贴文字。',
    en: 'Scan a QR code, wherever the cursor is. Or drop a PDF or a photo here, or paste text.',
  },
  camera: { zh: '用相机扫', en: 'Use the camera' },
  file: { zh: '选择PDF或照片', en: 'Choose a PDF or photo' },
  paste: { zh: '粘贴或输入二维码文字', en: 'Text of a QR code, pasted or typed' },
  check: { zh: '核验', en: 'Check' },
  waiting: { zh: '正在核验……', en: 'Checking …' },
  nothing: { zh: '凡未经验证的内容，一律不显示。', en: 'Nothing that could not be authenticated is shown.' },
  noPhoto: {
    zh: '二维码里没有照片：请看本人证件。',
    en: 'A QR code holds no photo: look at the identity document.',
  },
  compare: { zh: '核对本人', en: 'Compare the person' },
  compareHow: {
    zh: '刷身份证读卡器，或照证件输入；填一项也可。只在本机比对，不上传、不留存。',
    en: 'Use an ID-card reader, or type from the document; one of the two will do. Compared on this PC only, not kept.',
  },
  name: { zh: '姓名或名称', en: 'Name' },
  number: { zh: '证件号码', en: 'Number' },
  doCompare: { zh: '比对', en: 'Compare' },
  uncompared: { zh: '还没有核对本人', en: 'The person was not compared yet' },
  sync: { zh: '立即更新', en: 'Update now' },
  live: { zh: '手机亮证', en: 'Shown live' },
  liveItem: { zh: '为哪件事亮证', en: 'Shown for' },
  liveWhy: {
    zh: '亮证码只用于一件事、一分钟内有效、只收一次。请选定事项并核对本人；截屏或转发的码不算数，过时的请对方再亮一次。',
    en: 'A live code is for one item, for one minute, and counts once. Choose the item and compare the person; a screenshot or a code that was sent on does not count, and one that is too old is shown again.',
  },
  delegate: {
    zh: '由{name}代办：请核对的是代办人本人。',
    en: '{name} acts for the holder: compare this person.',
  },
});
