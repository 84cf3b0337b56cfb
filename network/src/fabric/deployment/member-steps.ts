import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { currentAnchor } from '../../contract/index.js';
import { writeFileAtomically } from '@certbridge/verifier-sdk/node';
import { NetworkError } from '../errors.js';
import { renewOrganisation } from '../renew.js';
import { ordererName } from '../plan/index.js';
import { chaincodePackage } from '../steps/chaincode-package.js';
import { keepContractCode } from '../steps/contract-code.js';
import { asAdministrator } from '../steps/contract-call.js';
import { firstRecord, recordOf, writeProvinceLedgerFile, writeTrustAnchor } from '../steps/first-record.js';
import { makeGenesis } from '../steps/genesis.js';
import { isListening } from '../steps/health.js';
import { awaitActiveOrderer, joinOrderer, joinPeers } from '../steps/join.js';
import { approve, commit, installPackage, isCommitted } from '../steps/lifecycle.js';
import { makeOrganisation } from '../steps/organisations.js';
import { contractEnvironment } from './member-processes.js';
import { asProvince } from './member.js';
import type { Member } from './member.js';
import { writePublicPart } from './public-parts.js';
import type { Fingerprint } from './public-parts.js';

/** The key ceremony: own authorities and members, made once, and the folder for the others. */
export async function makeKeys(member: Member): Promise<Fingerprint[]> {
  await makeOrganisation(member.folders, member.plan, member.organisation);
  return writePublicPart(member);
}

/** Makes the genesis block from everybody's public parts. */
export async function makeMemberGenesis({ folders, plan }: Member): Promise<string> {
  await makeGenesis(folders, plan);
  return folders.genesisBlock;
}

/**
 * Own orderers and peers join the channel. Orderers are administered from their own machine only: of several
 * machines this is the one where an orderer listens.
 *
 * @returns the orderers that were passed over, since nothing of theirs listens here
 */
export async function joinChannel({ folders, plan, organisation }: Member): Promise<string[]> {
  const { mspId } = organisation;
  const province = plan.provinces.find((entry) => entry.mspId === mspId);
  const orderers = plan.orderers.filter((orderer) => orderer.mspId === mspId);
  const machines = new Set([...orderers, ...(province?.peers ?? [])].map(({ host }) => host));
  const passedOver: string[] = [];
  for (const orderer of orderers) {
    if (machines.size > 1 && !(await isListening(orderer.adminPort))) {
      passedOver.push(ordererName(orderer));
      continue;
    }
    await joinOrderer(folders, plan, orderer, folders.genesisBlock);
    await awaitActiveOrderer(folders, plan, orderer);
  }
  if (province !== undefined) await joinPeers(folders, plan, province);
  return passedOver;
}

/** Keeps the contract's code and package, installs and approves it; its process can start then. */
export async function takeContract(member: Member): Promise<void> {
  const { folders, plan } = member;
  const province = asProvince(member);
  await keepContractCode(folders, plan.contract.version);
  const own = await chaincodePackage(folders, plan, province);
  const environment = `CORE_CHAINCODE_ID=${own.id}\n`;
  await writeFileAtomically(contractEnvironment(folders, plan.contract.version), environment);
  await installPackage(folders, province, own);
  await approve(folders, plan, province, own.id);
}

/** Commits the contract that all have approved, and makes the ledger's first record. @returns the anchor's digest */
export async function found(member: Member): Promise<string> {
  const { folders, plan } = member;
  const province = asProvince(member);
  if (!(await isCommitted(folders, plan, province))) await commit(folders, plan, province);
  return (await firstRecord(folders, plan, province)).hash;
}

/**
 * Writes the trust anchor and the service's ledger file, if the ledger's first anchor has exactly the provinces,
 * roots and threshold that are known here.
 *
 * @returns the anchor's digest
 * @throws NetworkError `ANCHOR_DIFFERS`
 */
export async function writeLedgerFileOf(member: Member): Promise<string> {
  const { folders, plan } = member;
  const province = asProvince(member);
  const current = await asAdministrator(folders, plan, province, currentAnchor);
  if (current === undefined)
    throw new NetworkError('NETWORK_UNINITIALISED', 'The ledger has no first record yet: see “found”.');
  const { anchor, hash } = current;
  const records = await Promise.all(plan.provinces.map((entry) => recordOf(folders, entry)));
  const expected = [...records].sort((a, b) => (a.mspId < b.mspId ? -1 : 1));
  const isExpected = anchor.threshold === plan.threshold && isDeepStrictEqual(anchor.provinces, expected);
  if (anchor.n === 1 && !isExpected) {
    throw new NetworkError(
      'ANCHOR_DIFFERS',
      'The trust anchor on the ledger has other provinces, roots or another threshold than this folder: ' +
        'it was founded with certificates that you did not accept. Do not use it.',
    );
  }
  await writeTrustAnchor(folders, anchor);
  await mkdir(dirname(folders.ledgerFile(province.mspId)), { recursive: true });
  await writeProvinceLedgerFile(folders, plan, province);
  return hash;
}

/** New certificates under the keys there are, for everybody of the own organisation. */
export async function renewMember({ folders, plan, organisation }: Member): Promise<void> {
  await renewOrganisation(folders, plan, organisation);
}
