import { readFile } from 'node:fs/promises';
import { createVerifier, openMirror, parsePinnedTrustAnchor, syncMirror } from '@certbridge/verifier-sdk';
import { FolderStore } from '@certbridge/verifier-sdk/node';
import Koa from 'koa';
import { verifiedCertificate } from './verified-certificate.ts';
import type { VerifiedState } from './verified-certificate.ts';

const { TRUST_ANCHOR_FINGERPRINT: fingerprint = '', FEED_URL: feed = '', PORT: port = '8090' } = process.env;

const trustAnchor = await parsePinnedTrustAnchor(await readFile('trust-anchor.json'), fingerprint);
const mirror = await openMirror(new FolderStore('mirror'), { trustAnchor });

/** One after the other, a minute apart; a feed that is away is reported, and the mirror goes on answering. */
async function keepCurrent(): Promise<void> {
  const { problems } = await syncMirror(mirror, { urls: [feed] });
  for (const { message } of problems) console.error(message);
  setTimeout(() => void keepCurrent(), 60_000).unref();
}
await keepCurrent();

const app = new Koa<VerifiedState>();
app.use(verifiedCertificate(createVerifier({ trustAnchor, mirror })));
app.use((context) => {
  const { certificate } = context.state.report;
  context.body = { accepted: true, certificate: certificate?.name, identifier: certificate?.identifier };
});
const server = app.listen(Number(port), '127.0.0.1', () => {
  console.log('http://127.0.0.1:' + String((server.address() as { port: number }).port));
});
