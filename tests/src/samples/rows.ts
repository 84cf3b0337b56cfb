import { idNumber, usccFor } from './numbers.js';
import { person } from './names.js';
import type { Random } from './random.js';

/** One CSV row by field key; what each key means stands in the type's own file. */
export type SampleRow = Readonly<Record<string, string>>;

const streets = ['示例大道', '和平路', '文化西路', '滨江中路', '学府街', '解放北路', '青年巷', '望湖路'];
const places = ['锦绣花园', '阳光新城', '翠竹苑', '丽景家园', '东方名都', '书香雅苑'];

function address(random: Random, region: string): string {
  const long =
    random.below(6) === 0
      ? `（原${random.pick(streets)}${random.below(90) + 1}号地块）高新技术产业开发区创业孵化园综合楼`
      : '';
  return `${region}${random.pick(streets)}${random.below(900) + 1}号${random.pick(places)}${long}${random.below(30) + 1}幢${random.below(4) + 1}单元${random.below(28) + 1}0${random.below(4) + 1}室`;
}

function date(random: Random, from: number, years: number): string {
  const month = String(random.below(12) + 1).padStart(2, '0');
  const day = String(random.below(28) + 1).padStart(2, '0');
  return `${from + random.below(years)}-${month}-${day}`;
}

const yearsLater = (day: string, years: number): string =>
  new Date(Date.UTC(Number(day.slice(0, 4)) + years, Number(day.slice(5, 7)) - 1, Number(day.slice(8)) - 1))
    .toISOString()
    .slice(0, 10);

export function residencePermit(random: Random, index: number): SampleRow {
  const { name, sex, ethnicity } = person(random, index);
  const birthDate = date(random, 1946, 58);
  const validFrom = date(random, 2025, 1);
  const home = random.pick(['34', '51', '36', '41', '52'] as const);
  return {
    name,
    sex,
    ethnicity,
    birthDate,
    idNumber: idNumber(random, home, birthDate, sex),
    domicile: address(
      random,
      `${{ 34: '安徽省', 51: '四川省', 36: '江西省', 41: '河南省', 52: '贵州省' }[home]}示例市示范县`,
    ),
    residence: address(random, '浙江省示例市示范区'),
    authority: '浙江省示例市公安局',
    validFrom,
    validUntil: yearsLater(validFrom, 10),
  };
}

const trades = [
  '商贸',
  '信息科技',
  '餐饮管理',
  '物流',
  '文化传播',
  '建筑工程',
  '农业发展',
  '医疗器械',
  '环保设备',
  '教育咨询',
];
const words = [
  '恒信',
  '云帆',
  '瑞丰',
  '天域',
  '博远',
  '金禾',
  '星河',
  '万象',
  '聚力',
  '嘉禾',
  '鼎盛',
  '华章',
  '启明',
  '安泰',
];

export function businessLicence(random: Random, index: number): SampleRow {
  const trade = random.pick(trades);
  const group =
    index % 12 === 5
      ? `${random.pick(words)}${random.pick(words)}（长三角一体化示范区）国际${trade}`
      : random.pick(words) + trade;
  const kind = random.pick([
    '有限责任公司(自然人投资或控股)',
    '股份有限公司(非上市、自然人投资或控股)',
    '有限责任公司(自然人独资)',
  ] as const);
  const establishedOn = date(random, 2005, 20);
  return {
    name: `安徽示例${group}${kind.startsWith('股份') ? '股份' : ''}有限公司`,
    uscc: usccFor(random, '91', '34'),
    kind,
    legalRepresentative: person(random, index).name,
    capital: `${random.pick(['伍拾', '壹佰', '伍佰', '壹仟', '叁仟捌佰'])}万元整`,
    establishedOn,
    address: address(random, '安徽省示例市示范区'),
    scope: `许可项目：${trade}相关许可业务（依法须经批准的项目，经相关部门批准后方可开展经营活动，具体经营项目以批准文件或许可证件为准）。一般项目：${trade}服务；技术服务、技术开发、技术咨询、技术交流、技术转让、技术推广；货物进出口（除许可业务外，可自主依法经营法律法规非禁止或限制的项目）。`,
    authority: '安徽省示例市市场监督管理局',
    validFrom: establishedOn,
    validUntil: index % 4 === 0 ? yearsLater(establishedOn, 40) : '长期',
  };
}

export function socialSecurityCard(random: Random, index: number): SampleRow {
  const { name, sex } = person(random, index);
  const birthDate = date(random, 1940, 68);
  const validFrom = date(random, 2022, 4);
  return {
    name,
    idNumber: idNumber(random, '51', birthDate, sex),
    cardNumber: `${random.pick([...'ABCDEFGH'])}${random.digits(8)}`,
    bank: random.pick(['示例农村商业银行', '示例城市发展银行股份有限公司', '示例邮政储蓄银行']),
    authority: '四川省示例市人力资源和社会保障局',
    validFrom,
    validUntil: yearsLater(validFrom, 10),
  };
}

export function realEstate(random: Random, index: number): SampleRow {
  const owner = person(random, index);
  const area = `${random.below(120) + 45}.${random.digits(2)}`;
  const registered = date(random, 2015, 11);
  return {
    name: owner.name,
    idNumber: idNumber(random, '33', date(random, 1950, 50), owner.sex),
    coOwnership: random.pick(['单独所有', '单独所有', '共同共有', '按份共有']),
    location: address(random, '浙江省示例市示范区'),
    unitNumber: `330199${random.digits(6)}GB${random.digits(5)}F${random.digits(8)}`,
    rightKind: '国有建设用地使用权/房屋所有权',
    rightNature: '出让/市场化商品房',
    use: random.pick(['城镇住宅用地/住宅', '商服用地/商业服务']),
    area: `房屋建筑面积${area}平方米`,
    term: `国有建设用地使用权${registered}起${yearsLater(registered, 70)}止`,
    others: `房屋结构：钢筋混凝土结构；总层数：${random.below(20) + 11}层；所在层：第${random.below(10) + 1}层。`,
    validFrom: registered,
    validUntil: '',
  };
}
