import { codes, messageOf } from '@certbridge/verifier-sdk';
import { parseVerificationReceipt } from '@certbridge/verifier-sdk/formats';
import { qrCode } from '../../certificates/documents/index.js';
import type { Faces } from '../../certificates/documents/index.js';
import type { Queryable } from '../../platform/database/index.js';
import { certificateAt } from '../pairing/index.js';
import type { Hall } from '../pairing/index.js';
import { writePaper } from '../../certificates/paper/index.js';
import type { Attachment, PaperBlock } from '../../certificates/paper/index.js';
import type { FiledReceipt } from './receipts.js';

const verdicts: Readonly<Record<string, string>> = {
  valid: '有效 Valid',
  invalid: '无效 Invalid',
  indeterminate: '无法判定 Indeterminate',
};

const QR_WIDTH = 110;

export interface PaperParts {
  readonly database: Queryable;
  readonly faces: Faces;
  /** Where others reach the service. */
  readonly url: string;
}

/** For the archive: what each receipt says, a QR code to check it, and the signed receipts attached. */
export async function receiptPaper(
  { database, faces, url }: PaperParts,
  hall: Hall,
  receipts: readonly FiledReceipt[],
): Promise<Uint8Array> {
  const attachments: Attachment[] = [];
  for (const { digest, text, window, signedAt } of receipts) {
    const short = digest.slice(0, 16);
    attachments.push(jwt(`receipt-${short}.jwt`, '签名的核验回执 The signed verification receipt', text));
    const certificate = await certificateAt(database, window, signedAt);
    if (certificate !== undefined) {
      attachments.push(
        jwt(
          `window-${short}.jwt`,
          '大厅为窗口密钥签发的证书 What the hall certified of the window',
          certificate,
        ),
      );
    }
  }
  const [first] = receipts;
  return writePaper(faces, {
    title: '核验回执 Verification receipt',
    identifier: first?.digest ?? '',
    time: new Date(),
    pages: receipts.map((receipt) => pageOf(receipt, hall, url)),
    attachments,
  });
}

const jwt = (name: string, description: string, text: string): Attachment => ({
  name,
  type: 'application/jwt',
  description,
  bytes: Buffer.from(text, 'latin1'),
});

function pageOf({ digest, text, finding, filedAt }: FiledReceipt, hall: Hall, url: string): PaperBlock[] {
  const { claims } = parseVerificationReceipt(text);
  const { certificate, verdict, code } = finding;
  const known = Object.keys(codes).find((one) => one === code) as keyof typeof codes | undefined;
  const kept = Object.entries(certificate?.fields ?? {}).filter(([name]) => name !== 'photo');
  const row = (zh: string, en: string, value: string): PaperBlock => ({ text: `${zh} ${en}：${value}` });
  return [
    { text: '核验回执 Verification Receipt', size: 20, bold: true },
    { text: `${hall.name}（${hall.code}）`, above: 4 },
    { text: `${verdicts[verdict] ?? verdict}（${code}）`, size: 16, bold: true, above: 14 },
    ...(known ? [{ text: messageOf(known, 'zh') }, { text: messageOf(known, 'en') }] : []),
    row('核验时间', 'Verified', shanghai(claims.at)),
    row('窗口', 'Window', claims.place),
    row('用途', 'Purpose', claims.purpose),
    ...(claims.reference === undefined ? [] : [row('办件编号', 'Case', claims.reference)]),
    ...(certificate
      ? [
          { text: '证照 Certificate', bold: true, above: 10 } as const,
          row('名称', 'Name', certificate.name),
          row('颁发机构', 'Issuer', certificate.issuer),
          row('有效期至', 'Valid until', certificate.validUntil ?? '长期 no end'),
          ...kept.map(([name, value]) =>
            row(
              titleOf(claims.report['certificate'], name),
              name,
              typeof value === 'string' ? value : JSON.stringify(value),
            ),
          ),
        ]
      : []),
    ...(claims.withheld.length > 0 ? [row('未留存', 'Withheld', claims.withheld.join('、'))] : []),
    { text: '存档 Filing', bold: true, above: 10 },
    row('存档时间', 'Filed', shanghai(filedAt.toISOString())),
    row('回执摘要', 'SHA-256', digest),
    row('所示内容摘要', 'Shown', `${claims.shown.kind} ${claims.shown.sha256}`),
    row('信任锚', 'Trust anchor', claims.trustAnchor),
    row('软件', 'Software', claims.software),
    { text: '扫码检查本回执是否存档、窗口密钥是否吊销。Scan to check that it was filed.', above: 12 },
    { qr: qrCode(`${url}/window/receipts#${hall.code}.${digest}`, ''), width: QR_WIDTH },
    {
      text: '本页仅供阅读，未经签名；以所附签名的回执为准。This page is for reading and is not signed: what counts is the signed receipt attached.',
      above: 8,
    },
  ];
}

/** Title of a field as the certificate names it, where its receipt has it. */
function titleOf(certificate: unknown, field: string): string {
  const { titles } = (certificate ?? {}) as { titles?: readonly { field: string; zh: string }[] };
  return titles?.find((one) => one.field === field)?.zh ?? '';
}

/** Asia/Shanghai has been eight hours ahead since 1991. */
const shanghai = (instant: string): string =>
  `${new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().replace('T', ' ').slice(0, 19)} UTC+8`;
