import { codes, createVerifier, openMirror, parseTrustAnchor, syncMirror } from '@certbridge/verifier-sdk';
import type { Report, Verifier } from '@certbridge/verifier-sdk';
import { useQrDecoder } from '@certbridge/verifier-sdk/image';
import { openIndexedDbStore } from '@certbridge/verifier-sdk/indexeddb';
import decoderUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';

const input = document.querySelector('input');
const output = document.querySelector('output');
if (!input || !output) throw new Error('index.html has no input or no output');

const bytesOf = async (url: string): Promise<Uint8Array> => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
};

/** The decoder is larger than all the rest: it is loaded for the first picture. */
let decoder: Promise<void> | undefined;
const loadDecoder = (): Promise<void> => (decoder ??= bytesOf(decoderUrl).then(useQrDecoder));

async function verify(verifier: Verifier, file: File): Promise<Report> {
  const content = new Uint8Array(await file.arrayBuffer());
  if (file.type === 'application/pdf') return verifier.verifyPdf(content);
  await loadDecoder();
  return verifier.verifyImage(content);
}

function show({ verdict, code, certificate, asOf }: Report): void {
  const { zh, en } = codes[code];
  const lines = [
    `${zh.meaning} ${en.meaning}`,
    `${zh.next} ${en.next}`,
    ...(certificate ? [`${certificate.name} ${certificate.identifier}`] : []),
    `数据时效 Ledger as of: ${asOf?.beat ?? '—'}`,
  ];
  // Colour alone says nothing to some people: the words carry the verdict.
  output?.setAttribute('data-verdict', verdict);
  // Text, never markup: a certificate's words come from outside.
  output?.replaceChildren(...lines.flatMap((line) => [line, document.createElement('br')]));
}

const trustAnchor = parseTrustAnchor(await bytesOf('trust-anchor.json'));
const mirror = await openMirror(await openIndexedDbStore(), { trustAnchor });
const { outcome } = await syncMirror(mirror, { urls: [new URL('.', location.href).href] });
const verifier = createVerifier({ trustAnchor, mirror });

output.textContent =
  outcome === 'failed'
    ? '未能更新，离线核验。 Could not update: verifying offline.'
    : '请选择文件。 Choose a file.';
input.disabled = false;
input.addEventListener('change', () => {
  const [file] = input.files ?? [];
  if (!file) return;
  output.removeAttribute('data-verdict');
  output.textContent = '正在核验…… Verifying…';
  verify(verifier, file).then(show, (error: unknown) => (output.textContent = String(error)));
});
