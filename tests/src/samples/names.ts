import type { Random } from './random.js';

const surnames = [
  ...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段漕钱汤尹黎易常武乔贺赖龚文',
  '欧阳',
  '司马',
  '上官',
  '诸葛',
  '皇甫',
  '尉迟',
  '公孙',
  '长孙',
  '慕容',
  '令狐',
];
const given = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红玲芬燕梅莉兰凤洁琳素云莲真环雪荣爱妹香月莺媛瑞凡佳嘉琼勤珍贞',
  '子涵',
  '梓萱',
  '一诺',
  '浩然',
  '宇轩',
  '欣怡',
  '诗涵',
  '思远',
  '建国',
  '志强',
  '秀兰',
  '桂花',
  '晓东',
  '文博',
  '若曦',
  '雨桐',
];

/** Characters of real given names that many systems cannot write, each in GB 18030 (Ext A, B, C, E among them). */
const rare = [
  '喆',
  '堃',
  '垚',
  '犇',
  '翀',
  '昪',
  '龑',
  '赟',
  '燚',
  '淼',
  '珺',
  '祎',
  '玥',
  '㛃',
  '㼆',
  '䶮',
  '𬱖',
  '𫍽',
  '𬘡',
  '𬭎',
  '𫖮',
];

const minority = [
  ['古丽巴哈尔·艾山', '维吾尔族', '女'],
  ['阿卜杜拉·买买提', '维吾尔族', '男'],
  ['努尔艾合买提·吐尔逊', '维吾尔族', '男'],
  ['迪丽努尔·阿不都', '维吾尔族', '女'],
  ['扎西多吉', '藏族', '男'],
  ['次仁央宗', '藏族', '女'],
  ['丹增·罗布', '藏族', '男'],
  ['巴图·孟和', '蒙古族', '男'],
  ['乌兰·托娅', '蒙古族', '女'],
  ['吉克·阿依', '彝族', '女'],
  ['沙马·拉且', '彝族', '男'],
  ['马尔江·叶尔兰', '哈萨克族', '女'],
] as const;

export interface Person {
  name: string;
  sex: '男' | '女';
  ethnicity: string;
}

/** One invented person: mostly Han names of two to four characters, some minority names, some rare characters. */
export function person(random: Random, index: number): Person {
  if (index % 9 === 4) {
    const [name, ethnicity, sex] = random.pick(minority);
    return { name, ethnicity, sex };
  }
  const sex = random.pick(['男', '女'] as const);
  const ethnicity = random.pick(['汉族', '汉族', '汉族', '汉族', '回族', '满族', '土家族', '苗族', '壮族']);
  const first = index % 13 === 6 ? random.pick(rare) : random.pick(given);
  return { name: random.pick(surnames) + first, sex, ethnicity };
}
