import { checkFiling, checkVerificationReceipt } from '@certbridge/verifier-sdk';
import type { FilingReport, ReceiptReport } from '@certbridge/verifier-sdk';
import { sha256Hex, utf8 } from '@certbridge/verifier-sdk/formats';
import type { WorkerClient } from '../../../kit/verifying/worker-client';
import { hallOfKey, knownFiling, publishedHall } from './ask-hall';
import type { KnownFiling, PublishedHall } from './ask-hall';
import type { NamedReceipt } from './named-receipt';

/** A receipt that is at hand, whole: what it says is proven. */
export interface CheckedReceipt {
  readonly kind: 'receipt';
  readonly digest: string;
  readonly report: ReceiptReport;
  readonly hall: PublishedHall | undefined;
  readonly filing: KnownFiling | undefined;
}

/** A receipt of which the paper's code is at hand: that it was filed is proven, what it says is the hall's word. */
export interface CheckedFiling {
  readonly kind: 'filing';
  readonly digest: string;
  readonly report: FilingReport | undefined;
  readonly hall: PublishedHall;
  readonly filing: KnownFiling | undefined;
}

/** @param text of the signed receipt @throws Refusal, FormatError, QuestionFailed */
export async function checkReceipt(worker: WorkerClient, text: string): Promise<CheckedReceipt> {
  const digest = await sha256Hex(utf8(text.trim()));
  const of = { kind: 'receipt', digest } as const;
  const unknown = await checkVerificationReceipt(text, {});
  const code = unknown.keyId === null ? undefined : await hallOfKey(unknown.keyId);
  if (code === undefined) return { ...of, report: unknown, hall: undefined, filing: undefined };
  const [hall, filing] = await Promise.all([
    publishedHall(code),
    knownFiling(worker, { hall: code, digest }),
  ]);
  const against = { hall: hall.windows, ...(filing?.filed && { filed: filing.filed }) };
  return { ...of, report: await checkVerificationReceipt(text, against), hall, filing };
}

/** @throws Refusal, FormatError, QuestionFailed */
export async function checkNamed(worker: WorkerClient, named: NamedReceipt): Promise<CheckedFiling> {
  const { digest } = named;
  const [hall, filing] = await Promise.all([publishedHall(named.hall), knownFiling(worker, named)]);
  const of = filing && { digest, keyId: filing.summary.window.fingerprint };
  const report = of && (await checkFiling(of, hall.windows, filing.filed));
  return { kind: 'filing', digest, report, hall, filing };
}
