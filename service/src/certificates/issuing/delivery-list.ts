import { maskValue } from '../intake/index.js';
import { getIssuer } from '../issuers/index.js';
import { writePaper } from '../paper/index.js';
import type { PaperBlock, PaperRow } from '../paper/index.js';
import type { CertificateType } from '../types/index.js';
import type { Batch } from './batches.js';
import { listCertificates, openCertificate } from './certificates.js';
import type { CertificateSummary } from './certificates.js';
import { unlessForgotten } from './errors.js';
import type { IssuingOptions } from './options.js';

/** Certificates of one list: more are several, so that each is drawn in seconds. */
export const deliveryPart = 1000;

/** Widths in points; together a page's width without its margins. */
const COLUMNS = { line: 32, name: 74, number: 104, identifier: 146, signature: 75, day: 40 } as const;

/** A list to be printed: who receives which certificate, and where they sign for it. @param part from 1 */
export async function deliveryList(options: IssuingOptions, batch: Batch, part: number): Promise<Uint8Array> {
  const type = options.types.at(batch.type, batch.typeVersion);
  const issuer = await getIssuer(options.database, batch.issuer);
  const certificates = await partOf(options, batch, part);
  const rows: PaperBlock[] = [];
  for (const certificate of certificates) rows.push(await rowOf(options, certificate, type));
  const head = row(['行', '姓名或名称', '号码', '电子证照标识', '领取人签名', '日期']);
  const title = `${type.name}发放清单`;
  const said = `${issuer.name}　批次 ${batch.id}　第 ${part} 部分　${certificates.length} 份`;
  return writePaper(options.renderer.faces, {
    title,
    identifier: `${batch.id}-${part}`,
    time: new Date(),
    pages: [[{ text: title, size: 16, bold: true }, { text: said }, { ...head, bold: true }, ...rows]],
  });
}

async function partOf(
  options: IssuingOptions,
  { issuer, id }: Batch,
  part: number,
): Promise<readonly CertificateSummary[]> {
  let after: string | undefined;
  for (let n = 1; ; n += 1) {
    const query = { issuer, batch: id, limit: deliveryPart, ...(after !== undefined && { after }) };
    const page = await listCertificates(options, query);
    after = page.at(-1)?.certId;
    if (n === part || after === undefined) return n === part ? page : [];
  }
}

async function rowOf(
  options: IssuingOptions,
  { issuer, certId, line, identifier }: CertificateSummary,
  type: CertificateType,
): Promise<PaperBlock> {
  const opened = await openCertificate(options, issuer, certId).catch(unlessForgotten);
  const { [type.holderName]: name = '', [type.holderNumber]: number = '' } = opened?.fields ?? {};
  const masked = maskValue(String(number), type.schema.properties[type.holderNumber]);
  return row([String(line), String(name), masked, identifier, '', '']);
}

const row = (texts: readonly string[]): PaperRow => ({
  cells: Object.values(COLUMNS).map((width, at) => ({ text: texts[at] ?? '', width })),
});
