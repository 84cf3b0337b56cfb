import { texts } from '../../../kit';

export const actWords = texts({
  copy: { zh: '制作加注件', en: 'Make a copy' },
  copyTitle: { zh: '制作加注件', en: 'Make a purpose-limited copy' },
  copyNote: {
    zh: '加注件印有用途和使用单位，只能按此使用；到期自动失效，原件失效时也随之失效。',
    en: 'A copy shows its purpose and user and is good for nothing else; it ends on its day, or with its original.',
  },
  copyPurpose: { zh: '用途', en: 'Purpose' },
  copyPurposeHint: { zh: '如：办理公积金提取', en: 'Like: housing fund withdrawal' },
  copyUser: { zh: '使用单位', en: 'User' },
  copyUserHint: { zh: '只有这个单位可以使用', en: 'Nobody else may use it' },
  copyUntil: { zh: '截止日', en: 'Last day' },
  copyUntilHint: { zh: '含当日，最长90天', en: 'Inclusive; at most 90 days' },
  copyIssue: { zh: '签发加注件', en: 'Issue the copy' },
  copied: { zh: '已签发加注件。', en: 'The copy is issued.' },
  copyWaits: { zh: '已提交，等待审核。', en: 'Submitted: it waits for approval.' },
  copyPdf: { zh: '下载加注件PDF', en: 'Download the copy' },
  openCopy: { zh: '查看加注件', en: 'Open the copy' },

  holderNumber: { zh: '持证主体的证件号码', en: 'The holder’s number' },
  holderNumberHint: { zh: '须填完整', en: 'All of it' },
  ground: { zh: '依据', en: 'On what ground' },
  export: { zh: '导出持证主体资料', en: 'Export the holder’s data' },
  exportNote: {
    zh: '应持证主体的请求提供其个人信息副本（《个人信息保护法》第四十五条）：本机构保存的全部资料，一个ZIP文件。持证主体会看到是谁、何时、为何导出的。',
    en: 'A copy for a holder who asks for it (PIPL §45): all that this issuer keeps of them, as one ZIP. They see who exported it, when and why.',
  },
  exportSave: { zh: '导出', en: 'Export' },

  erase: { zh: '删除持证主体资料', en: 'Erase the holder’s data' },
  eraseTitle: { zh: '删除持证主体资料', en: 'Erase the holder’s data' },
  eraseNote: {
    zh: '依持证主体的请求或法定义务删除其资料（《个人信息保护法》第四十七条）。先填写号码，系统列出将被删除的证照份数。',
    en: 'Erases a holder’s data on request or by law (PIPL §47). Type the number first: what goes is then counted.',
  },
  eraseCount: { zh: '查出将删除的证照', en: 'Count what goes' },
  eraseOther: {
    zh: '这个号码不是这份证照的持证主体，请核对。',
    en: 'This is not the number of this certificate’s holder: compare it.',
  },
  eraseConsequence: {
    zh: '将永久删除这位持证主体在本机构的资料：{n}份证照的照面内容、照片、PDF，以及申请材料。本机构和任何人都不能恢复。',
    en: 'The holder’s data at this issuer goes for ever: fields, photos and PDFs of {n} certificates, and the applications. Nobody can restore it.',
  },
  eraseConsequenceMany: {
    zh: '将永久删除这位持证主体在本机构的资料：{n}份以上证照的照面内容、照片、PDF，以及申请材料。本机构和任何人都不能恢复。',
    en: 'The holder’s data at this issuer goes for ever: fields, photos and PDFs of more than {n} certificates, and the applications. Nobody can restore it.',
  },
  eraseStays: {
    zh: '证照状态不变：持证主体手里的PDF照样可以核验。要使其失效，须先吊销或注销。账本上只有摘要，不含个人信息。',
    en: 'Their states stay: PDFs in the holder’s hands still verify. Revoke or cancel them first if they are to end. The ledger holds hashes only.',
  },
  eraseWord: { zh: '永久删除', en: 'erase' },
  eraseType: { zh: '输入“{word}”以确认', en: 'Type “{word}” to confirm' },
  eraseNow: { zh: '永久删除', en: 'Erase for ever' },
  erased: {
    zh: '已删除这位持证主体在本机构的资料。',
    en: 'The holder’s data at this issuer is erased.',
  },

  holderSays: { zh: '持证主体申请更正', en: 'The holder asks for a correction' },
  answer: { zh: '答复（持证主体会看到）', en: 'Answer (the holder reads it)' },
  answered: {
    zh: '已更正，新的电子证照标识为{identifier}。',
    en: 'Corrected; the new identifier is {identifier}.',
  },
  answerSend: { zh: '答复', en: 'Answer' },
});
