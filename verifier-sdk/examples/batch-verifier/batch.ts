import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openMirror, parsePinnedTrustAnchor, syncMirror } from '@certbridge/verifier-sdk';
import type { Code, Verdict } from '@certbridge/verifier-sdk';
import { FolderStore, VerifierPool } from '@certbridge/verifier-sdk/node';

const { TRUST_ANCHOR_FINGERPRINT: fingerprint = '', FEED_URL: feed = '' } = process.env;
const folder = process.argv[2] ?? '.';

const trustAnchor = await parsePinnedTrustAnchor(await readFile('trust-anchor.json'), fingerprint);
const { outcome } = await syncMirror(await openMirror(new FolderStore('mirror'), { trustAnchor }), {
  urls: [feed],
});
if (outcome === 'failed') console.error('未能更新，离线核验。 Could not update: verifying offline.');

// After the sync: each thread reads the mirror once, when it starts.
const pool = new VerifierPool({ trustAnchor, mirror: 'mirror' });

/** What became of one file: a verdict, or why it could not be read. */
type Result = { readonly file: string } & (
  { readonly verdict: Verdict; readonly code: Code } | { readonly error: string }
);

async function verify(file: string): Promise<Result> {
  try {
    const { verdict, code } = await pool.verifyPdf(await readFile(join(folder, file)));
    return { file, verdict, code };
  } catch (error) {
    return { file, error: String(error) };
  }
}

const files = (await readdir(folder)).filter((name) => name.endsWith('.pdf')).sort();
let done = 0;
for await (const result of pool.inOrder(files, verify)) {
  console.log(JSON.stringify(result));
  process.stderr.write(`\r${(done += 1)}/${files.length}`);
  if (!('verdict' in result) || result.verdict !== 'valid') process.exitCode = 1;
}
process.stderr.write('\n');
