import { ChainMemory, verifyChain } from '../der/chain.js';
import { OID, parseSignedData } from '../der/cms.js';
import type { SignedData } from '../der/cms.js';
import type { Certificate } from '../der/certificate.js';
import { DerError } from '../der/error.js';
import { faultOf } from '../der/signature.js';
import { sha256 } from '../formats/hash.js';
import { PdfError } from './error.js';
import { refused } from './parser.js';
import { certificatesOf, readAttachment, readValidation } from './contents.js';
import { applyProfile } from './profile.js';
import type { ProfiledPdf } from './profile.js';
import type { PdfReadOptions, PdfReading } from './reading.js';
import { readSignedRange } from './signed-range.js';
import type * as PhotoReader from './photo.js';
import type { PdfPhoto } from './photo.js';
import { readStructure } from './structure.js';
import { isDictionary, nameOf } from './values.js';
import type { PdfStructure } from './structure.js';
import { readUnsigned } from './unsigned.js';

const MAX_BYTES = 32 * 1024 * 1024;

const chains = new ChainMemory();

/**
 * Reads a PDF certificate by our strict profile and verifies its signature, with nothing but its bytes:
 * whose key signed, and whether it is anchored, is for the ledger to say.
 *
 * Time and memory grow with the bytes given and no faster.
 * @throws PdfError `NOT_A_CERTIFICATE`, `STRUCTURE_REFUSED`, `SIGNATURE_INVALID`, `PDF_TOO_LARGE`
 */
export async function readPdf(bytes: Uint8Array, options: PdfReadOptions = {}): Promise<PdfReading> {
  if (bytes.length > (options.maxBytes ?? MAX_BYTES))
    throw new PdfError('PDF_TOO_LARGE', `a PDF of ${bytes.length} bytes is not read`);
  const structure = profiled(bytes);
  const { signature, attachment, validation } = structure;
  const { cms: der, signed } = readSignedRange(signature, bytes);
  const cms = signedData(der);
  const digest = await sha256(...signed);
  const fault = await faultOf(cms, () => Promise.resolve(digest));
  if (fault !== undefined) throw new PdfError('SIGNATURE_INVALID', `the PDF’s signature is wrong: ${fault}`);
  const known = await readValidation(validation);
  const chain = await chainOf(cms, certificatesOf(known));
  const certificate = cms.signerCertificate;
  return {
    digest,
    signer: { certificate, spki: certificate.spki, algorithm: algorithmOf(cms) },
    chain,
    credential: await readAttachment(attachment),
    photo: await photoOf(structure),
    ...(await readUnsigned(cms, { memory: chains, known, roots: options.timestampRoots ?? [] })),
  };
}

/** Only a file with a picture loads what reads it. */
let photoReader: typeof PhotoReader | undefined;

async function photoOf(structure: PdfStructure): Promise<PdfPhoto | undefined> {
  if (!hasPicture(structure)) return undefined;
  photoReader ??= await import('./photo.js');
  return photoReader.readPagePhoto(structure);
}

function hasPicture({ objects }: PdfStructure): boolean {
  for (const { value } of objects.values())
    if (isDictionary(value) && nameOf(value.get('Subtype')) === 'Image') return true;
  return false;
}

function profiled(bytes: Uint8Array): ProfiledPdf & PdfStructure {
  try {
    const structure = readStructure(bytes);
    return { ...structure, ...applyProfile(structure, bytes) };
  } catch (error) {
    if (error instanceof PdfError && !claimsToBeOurs(bytes)) {
      throw new PdfError('NOT_A_CERTIFICATE', 'the file is not a PDF certificate', { cause: error });
    }
    throw error;
  }
}

/** Whether it is a PDF that carries a credential: then breaking the profile is suspicious, not just foreign. */
function claimsToBeOurs(bytes: Uint8Array): boolean {
  const text = new TextDecoder('latin1').decode(bytes);
  return text.startsWith('%PDF-') && (text.includes('credential.sd-jwt') || text.includes('dc+sd-jwt'));
}

function signedData(der: Uint8Array): SignedData {
  try {
    const cms = parseSignedData(der);
    if (cms.contentType !== OID.data || cms.content !== undefined)
      throw new DerError('a CMS that is not detached');
    if (cms.digestAlgorithm !== 'SHA-256') throw new DerError('a digest other than SHA-256');
    return cms;
  } catch (error) {
    throw asRefusal(error);
  }
}

async function chainOf(cms: SignedData, known: readonly Certificate[]): Promise<readonly Certificate[]> {
  try {
    return await verifyChain(cms.signerCertificate, cms.certificates, known, chains);
  } catch (error) {
    throw asRefusal(error);
  }
}

function asRefusal(error: unknown): unknown {
  return error instanceof DerError
    ? new PdfError('STRUCTURE_REFUSED', `the PDF’s signature has ${error.message}`, { cause: error })
    : error;
}

function algorithmOf({ signatureAlgorithm }: SignedData): 'ES256' | 'RS256' {
  if (signatureAlgorithm === 'ES256') return 'ES256';
  if (signatureAlgorithm === 'RS256') return 'RS256';
  throw refused('another signature algorithm');
}
