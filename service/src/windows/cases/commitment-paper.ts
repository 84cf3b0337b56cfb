import type { Faces } from '../../certificates/documents/index.js';
import { basisText } from '../items/index.js';
import type { Hall } from '../pairing/index.js';
import { readPicture, writePaper } from '../../certificates/paper/index.js';
import type { PaperBlock } from '../../certificates/paper/index.js';
import { materialOf } from './case.js';
import type { Case } from './case.js';
import type { SignedCommitment } from './materials.js';

const titles = {
  declared: { zh: '告知承诺书', en: 'Declaration' },
  deferred: { zh: '容缺受理承诺书', en: 'Undertaking to hand in later' },
} as const;

/** Points. */
const SIGNATURE_WIDTH = 220;
const BLANK = '＿＿＿＿＿＿＿＿＿＿＿＿';

/** The form of a commitment, filled: signed on the screen, or to be signed on paper. */
export async function commitmentPaper(
  faces: Faces,
  hall: Hall,
  of: Case,
  { id, made }: { readonly id: string; readonly made: SignedCommitment },
): Promise<Uint8Array> {
  const { zh, en } = titles[made.kind];
  return writePaper(faces, {
    title: `${zh} ${en}`,
    identifier: of.id.replaceAll('-', ''),
    time: made.madeAt,
    pages: [
      [
        { text: zh, size: 20, bold: true },
        { text: en },
        { text: `${hall.name}（${hall.code}）`, above: 4 },
        ...whose(of),
        ...told(of, id, made),
        ...(await signed(made)),
      ],
    ],
  });
}

function whose({ id, item, holder }: Case): PaperBlock[] {
  return [
    { text: `事项 Item：${item.name.zh}`, above: 14 },
    { text: `承诺人 Person：${holder.name}` },
    { text: `证件号码 Number：${holder.number}` },
    { text: `办件编号 Case：${id}` },
  ];
}

function told(of: Case, id: string, { kind, due, reason }: SignedCommitment): PaperBlock[] {
  const material = materialOf(of, id);
  const heading = (text: string): PaperBlock => ({ text, bold: true, above: 10 });
  return [
    heading('一、告知'),
    { text: `办理本事项，须提交“${material.name.zh}”：${material.paper.zh}` },
    ...(material.when ? [{ text: `适用：${material.when.zh}` }] : []),
    { text: `依据：${of.item.basis.map(basisText).join('；')}` },
    heading(kind === 'declared' ? '二、承诺的事项和理由' : '二、暂不能提交的理由'),
    { text: reason },
    heading('三、期限'),
    { text: `${due}（含当日）前补齐。` },
    heading('四、承诺'),
    {
      text: '本人已知晓上述要求，承诺所述属实，并在期限前补齐；逾期或不实的，承担相应责任。',
    },
    ...(material.example ? [{ text: '示例：本材料的要求未与法规原文核对。', above: 6 } as const] : []),
  ];
}

async function signed({ signature, madeAt }: SignedCommitment): Promise<PaperBlock[]> {
  const picture = signature && (await readPicture(signature));
  if (!picture) {
    return [
      { text: `承诺人签名 Signature：${BLANK}`, above: 36 },
      { text: `日期 Date：${BLANK}`, above: 16 },
    ];
  }
  return [
    { text: '承诺人签名（在屏幕上） Signed on the screen：', above: 16 },
    { picture, width: SIGNATURE_WIDTH },
    { text: `日期 Date：${madeAt.toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' })}` },
  ];
}
