import { texts } from '../../../kit';

export const approvalWords = texts({
  title: { zh: '审核', en: 'Approve' },
  batches: { zh: '待审核的批次', en: 'Batches that wait' },
  changes: { zh: '待审核的状态变更', en: 'Changes of status that wait' },
  none: { zh: '没有待审核的事项。', en: 'Nothing waits for approval.' },
  certificate: { zh: '证照', en: 'Certificate' },
  change: { zh: '变更为', en: 'To become' },
  reason: { zh: '原因', en: 'Reason' },
  by: { zh: '申请人', en: 'Asked by' },
  when: { zh: '时间', en: 'When' },
  decide: { zh: '审核', en: 'Decide' },
  approve: { zh: '通过', en: 'Approve' },
  reject: { zh: '不通过', en: 'Reject' },
  own: {
    zh: '这是您自己提交的，须由另一位审核人员处理。',
    en: 'You submitted this yourself: another approver decides.',
  },
});
