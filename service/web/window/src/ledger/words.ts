import { texts } from '../../../kit';

export const ledgerWords = texts({
  title: { zh: '本机的账本', en: 'The ledger on this PC' },
  folderTitle: { zh: '从U盘更新', en: 'Update from a USB stick' },
  folderWhy: {
    zh: '这台电脑连不上网时：在能上网的电脑上运行certbridge-verify sync，把得到的文件夹拷到U盘，在这里选它。内容逐条验签，U盘不必可信。',
    en: 'Where this PC has no network: run certbridge-verify sync on one that has, copy its folder to a stick and choose it here. Every record is verified, so the stick need not be trusted.',
  },
  choose: { zh: '选择文件夹', en: 'Choose the folder' },
  reading: { zh: '正在验证账本……', en: 'Verifying the ledger …' },
  updated: {
    zh: '已更新：本机的账本现在截至{at}。',
    en: 'Updated: the ledger on this PC is now as of {at}.',
  },
  current: {
    zh: '已是最新：U盘上的账本不比本机的新。',
    en: 'Up to date already: the stick has nothing newer.',
  },
  older: {
    zh: 'U盘上的账本比本机的旧，没有采用。请重新拷一份。',
    en: 'The ledger on the stick is older than the one here and was not taken. Copy it afresh.',
  },
  foreign: {
    zh: '这个文件夹里没有账本。请选择certbridge-verify sync得到的那个文件夹（里面有state.json）。',
    en: 'There is no ledger in this folder. Choose the one that certbridge-verify sync made, with state.json in it.',
  },
  refused: {
    zh: '文件夹里的账本没有通过校验，没有采用：可能没拷完整，或不是本机信任的网络的账本。请重新拷一份；再次出现请上报。',
    en: 'The ledger in this folder failed its checks and was not taken: it was not copied whole, or is another network’s. Copy it afresh; if it fails again, report it.',
  },
  clock: {
    zh: '本机时间比账本还早，没有采用。请先校准本机时间。',
    en: 'This PC’s clock is behind the ledger, which was not taken. Set the clock first.',
  },
  trustTitle: { zh: '本机相信谁', en: 'Whom this PC believes' },
  fingerprint: { zh: '信任锚指纹', en: 'Fingerprint of the trust anchor' },
  provinces: { zh: '省级节点', en: 'Provinces' },
  threshold: { zh: '其中至少{n}个共同背书才算数', en: 'at least {n} of them must sign together' },
  pinned: { zh: '采用于', en: 'Taken on' },
  compareOnce: {
    zh: '装机时与省里公布的指纹核对一次：逐组相同才可使用。此后网站改不了它。',
    en: 'Compare it once, at installation, with the fingerprint that the province published, group by group. After that the website cannot change it.',
  },
  noTrust: { zh: '还没有信任锚：请联网一次。', en: 'No trust anchor yet: connect once.' },
  staleTitle: { zh: '断网多久还能用？', en: 'How long does it work without a network?' },
  stale: {
    zh: '断网时照常核验，结论注明账本截至何时。账本超过24小时未更新，凡与“现在有没有被吊销”有关的一律答“无法判定”，不会误报有效；更新后立即恢复，断网再久也一样。',
    en: 'Checking goes on without a network, and each verdict names the time up to which it knows the ledger. Past 24 hours, whatever depends on revocations is answered “undetermined”, never “valid”. An update puts it right at once, however long the network was away.',
  },
});
