import { issueVerificationReceipt } from '@certbridge/verifier-sdk';
import type { Shown } from '@certbridge/verifier-sdk';
import { sha256Hex, utf8 } from '@certbridge/verifier-sdk/formats';
import type { WorkerClient } from '../../../kit/verifying/worker-client';
import type { CheckedDocument } from '../counter/document';
import type { ThisWindow } from '../setup/this-window';

export interface SignedReceipt {
  /** A JWS, as it is filed and archived. */
  readonly text: string;
  /** SHA-256 of the text, hex: the service's name for it. */
  readonly digest: string;
}

/** What a receipt is for, and what of the certificate it keeps. */
export interface ReceiptOf {
  readonly purpose: string;
  /** The window's own number of the case. */
  readonly reference?: string;
  /** Names of the certificate's fields; none unless given. */
  readonly fields?: readonly string[];
}

/** Signs what this window found of a certificate, with its own key; undefined while it is not paired. */
export async function signReceipt(
  own: ThisWindow,
  worker: WorkerClient,
  { report, content }: CheckedDocument,
  { purpose, reference, fields = [] }: ReceiptOf,
): Promise<SignedReceipt | undefined> {
  const [signer, place] = [await own.signer(), own.place.value];
  if (!signer || place === undefined) return undefined;
  const trustAnchor = await worker.ask<'anchor'>({ ask: 'anchor' });
  const shown: Shown = { kind: kindOf(content), content };
  const record = { report, shown, trustAnchor, place, purpose, fields, ...(reference && { reference }) };
  const text = await issueVerificationReceipt(record, signer);
  return { text, digest: await sha256Hex(utf8(text)) };
}

export function kindOf(content: string | Uint8Array): 'qr' | 'pdf' | 'image' {
  if (typeof content === 'string') return 'qr';
  return String.fromCharCode(...content.subarray(0, 5)) === '%PDF-' ? 'pdf' : 'image';
}
