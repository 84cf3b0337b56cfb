import { texts } from '../../../kit';

export const unusableWords = texts({
  insecure: { zh: '现在不能核验：网址没有加密', en: 'No checking here: the address is not encrypted' },
  why: {
    zh: '这个网址以http开头。浏览器对没有加密的网页关掉以下功能，窗口因此用不了：',
    en: 'This address begins with http. On pages that are not encrypted browsers switch off what a window needs:',
  },
  noSignatures: { zh: '验签名所需的密码功能', en: 'cryptography, without which no signature can be checked' },
  noCamera: { zh: '相机', en: 'the camera' },
  noOffline: { zh: '断网后继续使用', en: 'going on without a network' },
  openSecure: { zh: '改用https打开', en: 'Open by https' },
  ifNot: { zh: '打不开？请管理员任选其一', en: 'It does not open? An administrator has two ways' },
  hallCertificate: {
    zh: '给服务器装上TLS证书。本单位有证书机构的，由它签发；没有的，在服务器上运行下面的命令，再按其install.txt把根证书装进各台窗口电脑，然后用https打开本页。',
    en: 'Give the server a TLS certificate: from the organisation’s own authority where it has one, else by the command below on the server; then install the root on the windows’ PCs as its install.txt says, and open this page by https.',
  },
  localServer: {
    zh: '只有一个窗口时，可在这台电脑上运行服务，打开http://127.0.0.1和端口号：本机地址不经过网络，浏览器视为安全。',
    en: 'For one window alone, run the service on this very PC and open http://127.0.0.1 with the port: browsers take the PC’s own address for safe, since it crosses no network.',
  },
  old: { zh: '这个浏览器太旧', en: 'This browser is too old' },
  oldWhy: {
    zh: '它缺少核验所需的功能。请更新，或换用2023年以后的浏览器：Chrome或Edge 111、Firefox 114、Safari 16.4及以上。',
    en: 'It lacks what checking takes. Update it, or use one from 2023 or later: Chrome or Edge 111, Firefox 114, Safari 16.4.',
  },
});
