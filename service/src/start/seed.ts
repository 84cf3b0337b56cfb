import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { receiveUpload } from '../certificates/intake/index.js';
import { findIssuer, mayIssueAlone, registerIssuer } from '../certificates/issuers/index.js';
import type { Batch } from '../certificates/issuing/index.js';
import { approveTypes } from '../ledger/adapter/index.js';
import { writeFileAtomically } from '../platform/files/index.js';
import { firstCertificates, sampleIssuers } from './sample-issuers.js';
import type { SampleIssuer } from './sample-issuers.js';
import type { Service } from './service.js';

/** Milliseconds that the first start waits for the certificates of one file to be anchored. */
const PATIENCE = 20_000;

/**
 * Registers the sample issuers and issues a few certificates, once: a repeat finds them by their
 * Idempotency-Key. Gives the paths of the PDFs.
 */
export async function seed(
  service: Service,
  what: 'issuers' | 'certificates' | 'nothing',
  {
    folder,
    operator,
    step,
  }: {
    /** Receives the PDFs. */
    readonly folder: string;
    /** In whose name they are issued: a person's stable id. */
    readonly operator: string;
    readonly step: (text: string) => void;
  },
): Promise<string[]> {
  if (what === 'nothing') return [];
  const ownProvinces = new Set(service.ledgers.map(({ mspId }) => mspId));
  const issuers = (await sampleIssuers()).filter(({ mspId }) => ownProvinces.has(mspId));
  await approveTypes(service.ledgers, service.types.list());
  for (const issuer of issuers) await addIssuer(service, issuer);
  if (what === 'issuers') return [];
  const before = await pdfsIn(folder);
  if (before.length > 0) return before;
  step('正在签发样例证照 Issuing sample certificates …');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const batches = await Promise.all(
    issuers.flatMap(({ code, types }) =>
      types.map((slug) => submitSamples(service, { issuer: code, slug, operator })),
    ),
  );
  for (const batch of batches) if (batch) await saveDocuments(service, batch, folder);
  return pdfsIn(folder);
}

async function addIssuer(
  { types, database, protection, keys, ledgers }: Service,
  issuer: SampleIssuer,
): Promise<void> {
  const { code, mspId } = issuer;
  const ledger = ledgers.find((one) => one.mspId === mspId);
  if (!ledger) return;
  // What administrators made of one that is there stays: its rule, its name, that it ended.
  const held = await findIssuer(database, code);
  if (held?.ended) return;
  const wanted = held
    ? { ...held, fourEyes: !mayIssueAlone(protection, held) }
    : {
        ...{ code, name: issuer.name, mspId, authorities: [], fourEyes: false },
        types: issuer.types.map((slug) => types.newest(slug).code),
      };
  await registerIssuer({ database, protection, keys, ledger }, wanted);
}

async function submitSamples(
  { issuing }: Service,
  { issuer, slug, operator }: { readonly issuer: string; readonly slug: string; readonly operator: string },
): Promise<Batch | undefined> {
  const csv = await firstCertificates(slug);
  if (csv === undefined) return undefined;
  const upload = await receiveUpload(Readable.from([csv]));
  try {
    return await issuing.submitUpload(upload, {
      issuer,
      type: slug,
      mode: 'skip-bad',
      submittedBy: operator,
      idempotencyKey: `first-${slug}`,
    });
  } finally {
    await upload.close();
  }
}

async function saveDocuments({ issuing }: Service, { issuer, id }: Batch, folder: string): Promise<void> {
  // Anchored is better, since the receipt is then inside; issued will do when the ledger is slow.
  for await (const _ of issuing.watch(issuer, id, AbortSignal.timeout(PATIENCE)));
  for (const { certId, identifier } of await issuing.certificates({ issuer, batch: id })) {
    const { pdf } = await issuing.pdf(issuer, certId);
    await writeFileAtomically(join(folder, `${identifier}.pdf`), pdf, 0o600);
  }
}

async function pdfsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith('.pdf')).map((name) => join(folder, name));
}
