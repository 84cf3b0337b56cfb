import { NetworkError } from '../errors.js';
import type { Organisation } from './schema.js';

/** Province-level regions with their GB/T 2260 prefixes, and the MSP ids that this tool gives them. */
const REGIONS: readonly Organisation[] = [
  { region: '11', mspId: 'BeijingMSP', name: '北京市' },
  { region: '12', mspId: 'TianjinMSP', name: '天津市' },
  { region: '13', mspId: 'HebeiMSP', name: '河北省' },
  { region: '14', mspId: 'ShanxiMSP', name: '山西省' },
  { region: '15', mspId: 'NeimengguMSP', name: '内蒙古自治区' },
  { region: '21', mspId: 'LiaoningMSP', name: '辽宁省' },
  { region: '22', mspId: 'JilinMSP', name: '吉林省' },
  { region: '23', mspId: 'HeilongjiangMSP', name: '黑龙江省' },
  { region: '31', mspId: 'ShanghaiMSP', name: '上海市' },
  { region: '32', mspId: 'JiangsuMSP', name: '江苏省' },
  { region: '33', mspId: 'ZhejiangMSP', name: '浙江省' },
  { region: '34', mspId: 'AnhuiMSP', name: '安徽省' },
  { region: '35', mspId: 'FujianMSP', name: '福建省' },
  { region: '36', mspId: 'JiangxiMSP', name: '江西省' },
  { region: '37', mspId: 'ShandongMSP', name: '山东省' },
  { region: '41', mspId: 'HenanMSP', name: '河南省' },
  { region: '42', mspId: 'HubeiMSP', name: '湖北省' },
  { region: '43', mspId: 'HunanMSP', name: '湖南省' },
  { region: '44', mspId: 'GuangdongMSP', name: '广东省' },
  { region: '45', mspId: 'GuangxiMSP', name: '广西壮族自治区' },
  { region: '46', mspId: 'HainanMSP', name: '海南省' },
  { region: '50', mspId: 'ChongqingMSP', name: '重庆市' },
  { region: '51', mspId: 'SichuanMSP', name: '四川省' },
  { region: '52', mspId: 'GuizhouMSP', name: '贵州省' },
  { region: '53', mspId: 'YunnanMSP', name: '云南省' },
  { region: '54', mspId: 'XizangMSP', name: '西藏自治区' },
  { region: '61', mspId: 'ShaanxiMSP', name: '陕西省' },
  { region: '62', mspId: 'GansuMSP', name: '甘肃省' },
  { region: '63', mspId: 'QinghaiMSP', name: '青海省' },
  { region: '64', mspId: 'NingxiaMSP', name: '宁夏回族自治区' },
  { region: '65', mspId: 'XinjiangMSP', name: '新疆维吾尔自治区' },
];

/** Regions whose provinces a new network on one machine is made of, in this order. */
const FIRST = ['33', '34', '51', '32', '43', '53', '61'];

export const MAX_SAMPLE_PROVINCES = FIRST.length;

export const sampleProvinces = (count: number): Organisation[] =>
  FIRST.slice(0, count).map((region) => findRegion(region));

/** The organisation that runs the orderer beyond the provinces': in the channel's orderer group only. */
export const NEUTRAL: Organisation = { mspId: 'NationalMSP', region: '00', name: '国家节点' };

const names = ({ mspId, region, name }: Organisation): string[] => [
  mspId.toLowerCase(),
  mspId.toLowerCase().replace(/msp$/, ''),
  region,
  name,
  name.replace(/(?:壮族|回族|维吾尔)?自治区$|[省市]$/, ''),
];

/**
 * A region by its pinyin, MSP id, GB/T 2260 prefix or Chinese name.
 *
 * @throws NetworkError `PROVINCE_UNKNOWN`
 */
export function findRegion(name: string): Organisation {
  const found = REGIONS.find((region) => names(region).includes(name.toLowerCase()));
  if (found === undefined) {
    throw new NetworkError(
      'PROVINCE_UNKNOWN',
      `There is no province ${name}; give its name in pinyin or Chinese, such as Jiangsu or 江苏.`,
    );
  }
  return found;
}
