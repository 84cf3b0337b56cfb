import { usccOf } from './numbers.js';

/** An invented department: nothing of it exists, its region code ends in 99. */
export interface SampleIssuer {
  code: string;
  name: string;
  mspId: string;
  /** Slugs of the certificate types that it issues. */
  types: string[];
}

const department = (
  province: string,
  serial: string,
  name: string,
  mspId: string,
  types: string[],
): SampleIssuer => ({
  code: usccOf(`11${province}0199`, `0000${serial}`),
  name,
  mspId,
  types,
});

export const sampleIssuers: readonly SampleIssuer[] = [
  department('33', '1001', '浙江省示例市公安局', 'ZhejiangMSP', ['resident-id', 'residence-permit']),
  department('33', '1002', '浙江省示例市自然资源和规划局', 'ZhejiangMSP', ['real-estate']),
  department('34', '1003', '安徽省示例市市场监督管理局', 'AnhuiMSP', ['business-licence']),
  department('34', '1004', '安徽省示例市卫生健康委员会', 'AnhuiMSP', ['birth-certificate']),
  department('51', '1005', '四川省示例市人力资源和社会保障局', 'SichuanMSP', ['social-security-card']),
];
