import { texts } from '../../../kit';

export const figureWords = texts({
  title: { zh: '免提交统计', en: 'Materials not handed in' },
  why: {
    zh: '按事项和受理月份：材料怎么交的，免提交率是多少。',
    en: 'By item and month of opening: how materials were settled, and the rate of those not handed in.',
  },
  from: { zh: '从', en: 'From' },
  until: { zh: '到', en: 'Until' },
  none: { zh: '这几个月没有办件。', en: 'No cases in these months.' },
  table: { zh: '按月份和事项', en: 'By month and item' },
  month: { zh: '月份', en: 'Month' },
  item: { zh: '事项', en: 'Item' },
  cases: { zh: '办件', en: 'Cases' },
  certificate: { zh: '免提交', en: 'Not needed' },
  paper: { zh: '纸质', en: 'On paper' },
  promised: { zh: '容缺和承诺', en: 'Promised' },
  rate: { zh: '免提交率', en: 'Rate' },
});
