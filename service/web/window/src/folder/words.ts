import { texts } from '../../../kit';

export const folderWords = texts({
  title: { zh: '批量核验', en: 'Many files' },
  why: {
    zh: '选一个文件夹，逐个核验里面的PDF和图片；只在本机读取。持续查看的，新放进去的文件会自动核验。',
    en: 'Choose a folder: its PDFs and pictures are checked one by one, read on this PC only. A folder that is watched has its new files checked as they come.',
  },
  choose: { zh: '选择文件夹', en: 'Choose a folder' },
  watch: { zh: '选择并持续查看', en: 'Choose and watch' },
  stop: { zh: '停止', en: 'Stop' },
  watching: { zh: '正在持续查看“{name}”', en: 'Watching “{name}”' },
  progress: { zh: '已核验{done}份，共{of}份', en: '{done} of {of} checked' },
  none: { zh: '这个文件夹里没有PDF或图片。', en: 'There is no PDF or picture in this folder.' },
  all: { zh: '全部（{n}）', en: 'All ({n})' },
  valid: { zh: '有效（{n}）', en: 'Valid ({n})' },
  invalid: { zh: '不可采信（{n}）', en: 'Not to be accepted ({n})' },
  indeterminate: { zh: '无法判定（{n}）', en: 'Undetermined ({n})' },
  show: { zh: '显示', en: 'Show' },
  file: { zh: '文件', en: 'File' },
  verdict: { zh: '结论', en: 'Verdict' },
  certificate: { zh: '证照', en: 'Certificate' },
  holder: { zh: '持证主体', en: 'Holder' },
  reason: { zh: '说明', en: 'Why' },
  save: { zh: '保存结果表', en: 'Save the table' },
  waiting: { zh: '等待', en: 'Waiting' },
  table: { zh: '核验结果', en: 'Results' },
});
