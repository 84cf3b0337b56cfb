import { texts } from '../../../kit';

export const setupWords = texts({
  title: { zh: '本窗口', en: 'This window' },
  pair: { zh: '把这台电脑配成窗口', en: 'Make this PC a window' },
  pairWhy: {
    zh: '配对后，这台电脑可以签发核验回执。密钥在浏览器里生成，取不出来；清除浏览器数据后须重新配对。核验证照不需要配对。',
    en: 'A paired PC can sign verification receipts. Its key is made in this browser and cannot be taken out; once the browser’s data is cleared, it must be paired anew. Checking needs no pairing.',
  },
  signIn: { zh: '请先登录，再申请配对。', en: 'Sign in first, then ask for the pairing.' },
  hall: { zh: '政务服务大厅', en: 'Hall' },
  noHall: {
    zh: '您的范围内还没有大厅：请管理员先添加。',
    en: 'No hall lies within your scope: an administrator adds one first.',
  },
  place: { zh: '窗口名称', en: 'Name of the window' },
  placeHint: {
    zh: '例如：市民中心12号窗口；写在回执上',
    en: 'Such as “Civic Centre, window 12”; it stands on receipts',
  },
  ask: { zh: '申请配对', en: 'Ask for the pairing' },
  asked: { zh: '等管理员确认', en: 'Waiting for an administrator' },
  askedHow: {
    zh: '管理员在自己的电脑上打开“证桥窗口”的“本窗口”，核对下面两个指纹后确认。确认后点“看结果”。',
    en: 'An administrator opens “This window” of CertBridge window on their own PC and compares the two fingerprints below. Then press “Look again”.',
  },
  look: { zh: '看结果', en: 'Look again' },
  keyFingerprint: { zh: '本机密钥指纹', en: 'Fingerprint of this PC’s key' },
  anchorFingerprint: { zh: '信任锚指纹', en: 'Fingerprint of the trust anchor' },
  paired: { zh: '已配对', en: 'Paired' },
  until: {
    zh: '证书有效至{at}，到期前登录使用时自动更新。',
    en: 'Its certificate counts until {at}; it is renewed by itself while somebody is signed in.',
  },
  refused: { zh: '管理员没有同意配对。', en: 'The administrator refused the pairing.' },
  revoked: {
    zh: '本机密钥已吊销，不能再签发回执；此前归档的回执仍然有效。',
    en: 'The key of this PC was revoked: it signs no receipts any more. Receipts filed before stay good.',
  },
  anew: { zh: '重新配对', en: 'Pair anew' },
  anewSure: { zh: '确认：生成新的密钥', en: 'Yes, make a new key' },
  admin: { zh: '大厅的窗口', en: 'Windows of the hall' },
  adminWhy: {
    zh: '确认前，到那台电脑前（或请窗口人员念）核对两个指纹的末8位；信任锚指纹还要与省里公布的一致。',
    en: 'Before you confirm, compare the last 8 characters of both fingerprints with that PC’s screen; the trust anchor’s also with what the province published.',
  },
  none: { zh: '还没有窗口申请配对。', en: 'No window has asked yet.' },
  window: { zh: '窗口', en: 'Window' },
  state: { zh: '状态', en: 'State' },
  stateAsked: { zh: '待确认', en: 'Waiting' },
  statePaired: { zh: '已配对', en: 'Paired' },
  stateRefused: { zh: '未同意', en: 'Refused' },
  stateRevoked: { zh: '已吊销', en: 'Revoked' },
  certifiedUntil: { zh: '证书有效至', en: 'Counts until' },
  confirm: { zh: '核对并确认', en: 'Compare and confirm' },
  refuse: { zh: '不同意', en: 'Refuse' },
  revoke: { zh: '吊销', en: 'Revoke' },
  lastOfKey: {
    zh: '那台电脑上“本机密钥指纹”的末8位',
    en: 'Last 8 characters of the key’s fingerprint on that PC',
  },
  lastOfAnchor: {
    zh: '省里公布的信任锚指纹的末8位',
    en: 'Last 8 characters of the trust anchor’s fingerprint that the province published',
  },
  differs: {
    zh: '与申请里的不一致：不要确认。可能是另一台电脑，也可能有人中途改过。',
    en: 'It is not that of the request: do not confirm. It may be another PC, or somebody in between.',
  },
  doConfirm: { zh: '确认配对', en: 'Confirm' },
  reason: { zh: '原因', en: 'Reason' },
  lost: { zh: '电脑或浏览器数据丢失', en: 'The PC or its browser data is lost' },
  compromised: { zh: '密钥可能被他人使用', en: 'Others may have used the key' },
  retired: { zh: '窗口停用', en: 'The window is closed' },
  revokeWhy: {
    zh: '吊销后，这个窗口不能再签发回执；此前已归档的回执仍然有效。',
    en: 'From then on this window signs no receipts; those filed before stay good.',
  },
});
