import { drawPages } from '@certbridge/verifier-sdk/rendering';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import pdfiumAddress from '@hyzyla/pdfium/pdfium.wasm?url';
import { fetched } from './fetched';
import type { Drawing } from './messages';

const pdfium = fetched(pdfiumAddress).then((wasmBinary) => PDFiumLibrary.init({ wasmBinary }));

async function draw(pdf: Uint8Array): Promise<Drawing> {
  try {
    return { pages: await drawPages(await pdfium, pdf) };
  } catch (error) {
    return { failure: String(error) };
  }
}

addEventListener('message', ({ data }: MessageEvent<Uint8Array>) => {
  void draw(data).then((drawing) => postMessage(drawing));
});
