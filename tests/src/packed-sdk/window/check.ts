import { createVerifier, openMirror, parseTrustAnchor, syncMirror } from '@certbridge/verifier-sdk';
import type { Report, SyncReport } from '@certbridge/verifier-sdk';
import { useQrDecoder } from '@certbridge/verifier-sdk/image';
import { openIndexedDbStore } from '@certbridge/verifier-sdk/indexeddb';

export interface Checked {
  readonly sync: SyncReport['outcome'];
  /** Of a PDF, of its QR code's text, and of a picture of that. */
  readonly reports: readonly Report[];
}

async function given(name: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch(`/given/${name}`)).arrayBuffer());
}

/** What a vendor's program does at a window: a mirror that the browser keeps, and three things to look at. */
export async function check(database: string): Promise<Checked> {
  const trustAnchor = parseTrustAnchor(await given('trust-anchor.json'));
  const mirror = await openMirror(await openIndexedDbStore(database), { trustAnchor });
  const { outcome } = await syncMirror(mirror, { urls: [location.origin] });
  const verifier = createVerifier({ trustAnchor, mirror });
  useQrDecoder(await given('decoder.wasm'));
  const reports = [
    await verifier.verifyPdf(await given('certificate.pdf')),
    await verifier.verifyQr(new TextDecoder().decode(await given('qr.txt'))),
    await verifier.verifyImage(await given('qr.png')),
  ];
  return { sync: outcome, reports };
}
