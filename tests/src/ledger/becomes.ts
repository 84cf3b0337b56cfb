import type { CertBridge } from '@certbridge/service/start';

/** Fulfils once the ledger says that this certificate has this state. */
export async function becomes(
  { service }: CertBridge,
  { issuer, certId, state }: { readonly issuer: string; readonly certId: string; readonly state: string },
): Promise<void> {
  const [ledger] = service.ledgers;
  for await (const _ of ledger?.events({ from: 0n }) ?? [])
    if ((await ledger?.status(issuer, certId))?.state === state) return;
  throw new Error(`the ledger's events ended before ${certId} became ${state}`);
}
