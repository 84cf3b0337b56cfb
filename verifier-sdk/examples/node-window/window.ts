import { mkdir, readFile, writeFile } from 'node:fs/promises';
import {
  codes,
  createVerifier,
  issueVerificationReceipt,
  openMirror,
  parsePinnedTrustAnchor,
  parsePrivateWindowKey,
  syncMirror,
  windowSigner,
} from '@certbridge/verifier-sdk';
import { FolderStore } from '@certbridge/verifier-sdk/node';

const { TRUST_ANCHOR_FINGERPRINT: fingerprint = '', FEED_URL: feed = '' } = process.env;

const trustAnchor = await parsePinnedTrustAnchor(await readFile('trust-anchor.json'), fingerprint);
const mirror = await openMirror(new FolderStore('mirror'), { trustAnchor });
const { outcome, problems } = await syncMirror(mirror, { urls: [feed] });
for (const { message } of problems) console.error(`${feed}: ${message}`);
if (outcome === 'failed') console.error('未能更新，离线核验。 Could not update: verifying offline.');

const verifier = createVerifier({ trustAnchor, mirror });
const signer = await windowSigner(parsePrivateWindowKey(await readFile('window-key.json')));
await mkdir('receipts', { recursive: true });

for (const file of process.argv.slice(2)) {
  const content = await readFile(file);
  const kind = content.subarray(0, 5).toString('latin1') === '%PDF-' ? 'pdf' : 'image';
  const report = await (kind === 'pdf' ? verifier.verifyPdf(content) : verifier.verifyImage(content));
  const { zh, en } = codes[report.code];
  console.log(`${file}: ${report.verdict} ${report.code}`);
  console.log(`  ${zh.meaning} ${en.meaning}`);
  console.log(`  ${zh.next} ${en.next}`);
  console.log(`  数据时效 Ledger as of: ${report.asOf?.beat ?? '—'}`);
  if (report.verdict !== 'valid') process.exitCode = 1;

  // Of the certificate's fields only those that the case needs go into the archive.
  const place = '杭州市市民中心 12 号窗口';
  const record = {
    report,
    shown: { kind, content },
    trustAnchor,
    place,
    purpose: '办理落户',
    fields: ['name'],
  } as const;
  const receipt = await issueVerificationReceipt(record, signer);
  await writeFile(`receipts/${crypto.randomUUID()}.jwt`, receipt);
}
