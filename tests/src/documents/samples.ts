import type { DocumentContent } from '@certbridge/service/documents';

/** The fields of one invented certificate for every type, with what is hard to set: long addresses, minority and rare names. */
export const SAMPLES: Readonly<
  Record<string, { holder: string; number: string; fields: DocumentContent['fields'] }>
> = {
  'business-licence': {
    holder: 'name',
    number: 'uscc',
    fields: {
      name: '浙江示例云桥数字科技股份有限公司',
      uscc: '91330000MA1234567Q',
      kind: '股份有限公司（非上市、自然人投资或控股）',
      legalRepresentative: '张明',
      capital: '人民币伍仟万元整',
      establishedOn: '2019-03-08',
      address: '浙江省杭州市西湖区文三路示例大厦18幢1801室（自主申报）',
      scope:
        '一般项目：软件开发；信息系统集成服务；数据处理和存储支持服务；人工智能应用软件开发；物联网技术服务；技术服务、技术开发、技术咨询、技术交流、技术转让、技术推广（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）。',
      authority: '浙江省示例市场监督管理局',
    },
  },
  'resident-id': {
    holder: 'name',
    number: 'idNumber',
    fields: {
      name: '欧阳若曦',
      sex: '女',
      ethnicity: '汉',
      birthDate: '1992-07-15',
      address: '浙江省杭州市西湖区示例街道文三路199号示例花园12幢2单元1802室',
      idNumber: '330106199207150028',
      authority: '杭州市公安局示例分局',
    },
  },
  'residence-permit': {
    holder: 'name',
    number: 'idNumber',
    fields: {
      name: '阿卜杜热西提·买买提',
      sex: '男',
      ethnicity: '维吾尔',
      birthDate: '1988-01-02',
      idNumber: '653101198801020013',
      domicile: '新疆维吾尔自治区喀什地区喀什市示例街道人民东路88号',
      residence: '浙江省宁波市鄞州区示例街道中山东路1000弄12号301室',
      authority: '宁波市公安局示例分局',
    },
  },
  'social-security-card': {
    holder: 'name',
    number: 'idNumber',
    fields: {
      name: '王㛃𠇔',
      idNumber: '340102198503120021',
      cardNumber: 'A12345678',
      bank: '示例商业银行股份有限公司合肥分行',
      authority: '安徽省示例人力资源和社会保障厅',
    },
  },
  'birth-certificate': {
    holder: 'name',
    number: 'certificateNumber',
    fields: {
      name: '李子涵',
      sex: '男',
      bornAt: '2026-10-05T08:30',
      gestationWeeks: 39,
      weightGrams: 3350,
      lengthCm: 50.5,
      birthplace: '四川省成都市武侯区示例妇幼保健院',
      motherName: '陈静',
      motherIdNumber: '510107199003050042',
      motherEthnicity: '汉',
      motherAddress: '四川省成都市武侯区示例街道科华北路65号1栋2单元501号',
      fatherName: '李建国',
      fatherIdNumber: '510107198811120031',
      fatherEthnicity: '汉',
      fatherAddress: '四川省成都市武侯区示例街道科华北路65号1栋2单元501号',
      institution: '四川省示例妇幼保健院',
      certificateNumber: 'Z510012345',
    },
  },
  'real-estate': {
    holder: 'name',
    number: 'idNumber',
    fields: {
      name: '诸葛明轩、司马雨桐',
      idNumber: '330106197001010017',
      coOwnership: '共同共有',
      location: '浙江省杭州市滨江区示例街道江南大道3888号示例雅苑6幢1单元2301室',
      unitNumber: '330108001001GB00012F00060231',
      rightKind: '国有建设用地使用权/房屋所有权',
      rightNature: '出让/市场化商品房',
      use: '城镇住宅用地/住宅',
      area: '土地使用权面积18.60㎡/房屋建筑面积128.35㎡',
      term: '国有建设用地使用权2015年06月30日起2085年06月29日止',
      others:
        '房屋结构：钢筋混凝土结构\n专有建筑面积：98.42㎡，分摊建筑面积：29.93㎡\n房屋总层数：33层，所在层：23层',
    },
  },
};
