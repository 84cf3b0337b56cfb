import { encodeQrText, parseQr } from '@certbridge/verifier-sdk/formats';
import { qrCode } from '../../certificates/documents/index.js';
import type { Faces } from '../../certificates/documents/index.js';
import type { Issuing, QrAddress } from '../../certificates/issuing/index.js';
import { writePaper } from '../../certificates/paper/index.js';
import type { PaperCard } from '../../certificates/paper/index.js';
import type { HeldCertificate } from '../own-certificates/index.js';
import { NotPrintable } from './errors.js';

/** What cards are printed with. */
export interface CardParts {
  readonly issuing: Issuing;
  readonly faces: Faces;
  readonly qrAddress: QrAddress;
}

/** Points. */
const QR_WIDTH = 170;

/**
 * For whoever has no phone: the certificate's own QR code 静态码 large on a page, and on two cards to cut out, with as
 * much as the code itself says. Both are no certificate, and say so.
 * @returns PDF/A-3b
 * @throws NotPrintable
 */
export async function cardsPaper(
  { issuing, faces, qrAddress: { host, scheme } }: CardParts,
  { certId, issuer, inForce }: HeldCertificate,
): Promise<Uint8Array> {
  if (!inForce) throw new NotPrintable();
  const id = certId.toString('hex');
  const cose = await issuing.qr(issuer, id);
  const { issuerNameNow } = await issuing.certificate(issuer, id);
  const { claims } = parseQr(cose);
  const { prefix, digits } = await encodeQrText(cose, host, scheme);
  const qr = qrCode(prefix, digits);
  const holder = [claims.holderName, claims.holderNumber];
  const term = `${claims.validFrom}至${claims.validUntil ?? '长期'}`;
  const card: PaperCard = {
    qr,
    lines: [
      { text: claims.name, bold: true },
      ...holder.map((text) => ({ text })),
      { text: issuerNameNow },
      { text: term },
      { text: '扫码核验，本卡不是证照' },
      { text: 'Scan to check.' },
      { text: 'Not a certificate.' },
    ],
  };
  return writePaper(faces, {
    title: `${claims.name} 二维码打印页`,
    identifier: id,
    time: new Date(),
    attachments: [],
    pages: [
      [
        { text: `${claims.name} 二维码`, size: 20, bold: true },
        { text: '本页不是证照 This page is not a certificate', size: 14, bold: true, above: 4 },
        { text: holder.join('　'), above: 8 },
        { text: issuerNameNow },
        { text: `${claims.identifier}　${term}` },
        { qr, width: QR_WIDTH },
        {
          text: '请窗口扫码：结论以扫码核验的结果为准，窗口另行核对本人身份证件。没有手机，凭本页或卡片办事，权利相同。',
        },
        {
          text: 'Have it scanned: what counts is the answer to the scan, and the person is compared with their identity card. Whoever has no phone has the same rights with it.',
        },
        {
          text: '沿虚线剪下卡片，随身携带。遗失不影响证照：任何人扫码只能看到卡片上已有的内容，需要时再打印。',
          above: 8,
        },
        {
          text: 'Cut out the cards along the dashes. A lost card does no harm: a scan shows what the card says. Print another when needed.',
        },
        { text: ' ' },
        { cards: [card, card] },
      ],
    ],
  });
}
