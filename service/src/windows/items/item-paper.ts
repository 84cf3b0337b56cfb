import type { Faces } from '../../certificates/documents/index.js';
import type { CertificateTypes } from '../../certificates/types/index.js';
import { writePaper } from '../../certificates/paper/index.js';
import type { PaperBlock } from '../../certificates/paper/index.js';
import type { Basis, Material, ServiceItem } from './item.js';

const kinds = { deferred: '容缺受理', declared: '告知承诺' } as const;

/** What an item asks for 一次性告知清单, to print and to send: nothing of a person is in it. */
export function itemPaper(
  { faces, types }: { readonly faces: Faces; readonly types: CertificateTypes },
  item: ServiceItem,
): Promise<Uint8Array> {
  const { code, version, name, materials, basis } = item;
  const hasExamples = [...basis, ...materials].some(({ example }) => example);
  return writePaper(faces, {
    title: `一次性告知清单：${name.zh}`,
    identifier: `${code}.${version}`,
    time: new Date(),
    pages: [
      [
        { text: '一次性告知清单 What is needed', size: 20, bold: true },
        { text: `${name.zh} ${name.en}`, size: 14, bold: true, above: 4 },
        ...materials.flatMap((material, at) => linesOf(types, material, at + 1)),
        { text: '依据 Legal basis', bold: true, above: 12 },
        ...basis.map((one) => ({ text: basisText(one) })),
        ...(hasExamples ? [{ text: '［示例］：未与法规原文核对。', above: 6 } as const] : []),
      ],
    ],
  });
}

/** Where it is written, as papers cite it. */
export const basisText = ({ title, article = '', source, example }: Basis): string =>
  `《${title}》${article}（${source}）${mark(example)}`;

const mark = (isExample: boolean): string => (isExample ? '［示例］' : '');

function linesOf(types: CertificateTypes, material: Material, at: number): PaperBlock[] {
  const { name, when, paper, certificates, commitment, example } = material;
  const names = [...new Set(certificates.map(({ type }) => types.newest(type).name))];
  return [
    { text: `${at}．${name.zh} ${name.en}${mark(example)}`, bold: true, above: 10 },
    ...(when ? [{ text: `适用：${when.zh}` }] : []),
    ...(names.length > 0 ? [{ text: `出示电子证照，免提交：${names.join('、')}` }] : []),
    { text: `${names.length > 0 ? '或提交' : '提交'}：${paper.zh}` },
    ...(commitment
      ? [{ text: `现在没有的，可以${kinds[commitment.kind]}，${commitment.days}天内补齐。` }]
      : []),
  ];
}
