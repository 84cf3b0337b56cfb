import { createPrivateKey } from 'node:crypto';
import { access, constants, mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { initialise, provinceRecord, withContract, writeLedgerFile } from '../contract/index.js';
import { memberFiles, openProvince, readMember, tlsFiles } from '../identities/index.js';
import type { Province, ProvinceMembers, ProvinceSpec } from '../identities/index.js';
import type { Contract } from './chaincode/supervisor.js';
import { EmbeddedLedgerError, messageOf } from './errors.js';
import { lockFolder } from './folder-lock.js';
import { lastPort, rememberPort, writeTrustAnchorOnce } from './remembered.js';
import { openLedger } from './ledger.js';
import type { Ledger, LedgerOptions } from './ledger.js';
import { Signer } from './membership.js';
import { defaultSettings } from './settings.js';
import type { LedgerSettings } from './settings.js';

export const CHANNEL = 'certbridge';
export const CHAINCODE = 'certbridge';
const CHAINCODE_VERSION = '1.0';
const THRESHOLD = 2;
const PEER = 'peer0';
const SERVICE = 'service';
const ADMINISTRATOR = 'administrator';

/** The sample provinces; their departments are invented. */
export const sampleProvinces: readonly ProvinceSpec[] = [
  { mspId: 'ZhejiangMSP', region: '33', name: '浙江省' },
  { mspId: 'AnhuiMSP', region: '34', name: '安徽省' },
  { mspId: 'SichuanMSP', region: '51', name: '四川省' },
];

const members: ProvinceMembers = {
  nodes: [{ name: PEER, role: 'peer' }],
  users: [
    { name: SERVICE, role: 'client', roles: ['issuer', 'service'] },
    { name: ADMINISTRATOR, role: 'admin', roles: ['administrator'] },
  ],
};

export interface EmbeddedLedgerOptions {
  /** Holds everything of the ledger: identities, blocks, ledger files, trust anchor. Made if it is not there. */
  readonly dir: string;
  /** Unset or 0: the port of the last run in this folder if it is free, else any. */
  readonly port?: number;
  /** A folder with another contract than CertBridge's; it is not initialised. For tests of the ledger itself. */
  readonly contractFolder?: string;
  readonly settings?: Partial<LedgerSettings>;
  /** Called when the ledger can no longer write and has halted, for example with the disk full. */
  readonly onHalt?: (error: EmbeddedLedgerError) => void;
}

/** A running embedded ledger. */
export interface EmbeddedLedger {
  /** `localhost:PORT`, gRPC over TLS. */
  readonly endpoint: string;
  /** A ledger file for each province's MSP id. */
  readonly ledgerFiles: Readonly<Record<string, string>>;
  /** Absent only with another contract. */
  readonly trustAnchorFile: string;
  /** Process id of the contract at this moment. */
  readonly contractPid: number | undefined;
  /** Ends waits and streams, commits what was ordered, stops the contract, frees the folder. */
  close(): Promise<void>;
}

async function prepareFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await access(dir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new EmbeddedLedgerError(
      'FOLDER_NOT_WRITABLE',
      `The ledger folder ${dir} cannot be written (${messageOf(error)}): make it writable, or name another folder.`,
      { cause: error },
    );
  }
}

function contractAt(folder: string | undefined): Contract {
  const certbridge = (): string =>
    dirname(createRequire(import.meta.url).resolve('@certbridge/chaincode/package.json'));
  return { name: CHAINCODE, version: CHAINCODE_VERSION, folder: folder ?? certbridge() };
}

async function peerSigner(province: Province): Promise<Signer> {
  const { certificate, privateKey } = await readMember(province, PEER);
  return new Signer(province.spec.mspId, certificate, createPrivateKey(privateKey));
}

/** Opens on the asked port; without one, on that of the last run, or any other if that is taken. */
async function openOnPort(options: Omit<LedgerOptions, 'port'>, port: number): Promise<Ledger> {
  const first = port === 0 ? await lastPort(options.dir) : port;
  try {
    return await openLedger({ ...options, port: first });
  } catch (error) {
    const mayMove = port === 0 && first !== 0;
    if (mayMove && error instanceof EmbeddedLedgerError && error.code === 'PORT_TAKEN') {
      return openLedger({ ...options, port: 0 });
    }
    throw error;
  }
}

/** Through the gateway like anybody else, as the first province's administrator. */
async function makeFirstRecord(provinces: readonly Province[], endpoint: string): Promise<unknown> {
  const [first] = provinces;
  if (first === undefined) throw new Error('a network has at least one province');
  const caller = {
    endpoint,
    tlsRoot: tlsFiles(first, PEER).root,
    channel: CHANNEL,
    chaincode: CHAINCODE,
    mspId: first.spec.mspId,
    identity: await readMember(first, ADMINISTRATOR),
  };
  const records = provinces.map(({ spec, authority }) => provinceRecord(spec, authority.certificate));
  const { anchor } = await withContract(caller, (contract) => initialise(contract, records, THRESHOLD));
  return anchor;
}

async function start(
  options: EmbeddedLedgerOptions,
  dir: string,
  unlock: () => Promise<void>,
): Promise<EmbeddedLedger> {
  const provinces: Province[] = [];
  for (const spec of sampleProvinces)
    provinces.push(await openProvince(join(dir, 'identities'), spec, members));
  const [first] = provinces;
  if (first === undefined) throw new Error('there is no sample province');
  const tls = tlsFiles(first, PEER);
  const ledger = await openOnPort(
    {
      dir,
      channel: CHANNEL,
      contract: contractAt(options.contractFolder),
      provinces: await Promise.all(
        provinces.map(async (province) => ({
          mspId: province.spec.mspId,
          roots: [province.authority.certificate],
          peer: await peerSigner(province),
        })),
      ),
      tls: { certificate: await readFile(tls.certificate), privateKey: await readFile(tls.privateKey) },
      settings: { ...defaultSettings, ...options.settings },
      onHalt: options.onHalt ?? (() => undefined),
    },
    options.port ?? 0,
  );
  const { port } = ledger;
  const endpoint = `localhost:${port}`;
  const trustAnchorFile = join(dir, 'trust-anchor.json');
  const close = async (): Promise<void> => {
    await ledger.close();
    await unlock();
  };
  try {
    await rememberPort(dir, port);
    if (options.contractFolder === undefined) {
      await writeTrustAnchorOnce(trustAnchorFile, async () => makeFirstRecord(provinces, endpoint));
    }
    const ledgerFiles: Record<string, string> = {};
    for (const province of provinces) {
      const file = join(dir, `${province.spec.mspId}.json`);
      await writeLedgerFile(file, {
        channel: CHANNEL,
        chaincode: CHAINCODE,
        ...province.spec,
        peers: [{ mspId: province.spec.mspId, endpoint, tlsRoot: tls.root }],
        trustAnchor: trustAnchorFile,
        service: memberFiles(province, SERVICE),
        administrator: memberFiles(province, ADMINISTRATOR),
      });
      ledgerFiles[province.spec.mspId] = file;
    }
    return {
      endpoint,
      ledgerFiles,
      trustAnchorFile,
      get contractPid() {
        return ledger.contractPid;
      },
      close,
    };
  } catch (error) {
    await ledger.close();
    throw error;
  }
}

/**
 * Starts the embedded ledger: three sample provinces in one process, for one machine. The first time it makes
 * identities, deploys the contract and calls its Init; afterwards it comes back with everything that was committed.
 *
 * @example
 * ```ts
 * const ledger = await startEmbeddedLedger({ dir: 'data/ledger' });
 * console.log(ledger.endpoint, ledger.ledgerFiles.ZhejiangMSP, ledger.trustAnchorFile);
 * await ledger.close();
 * ```
 * @throws EmbeddedLedgerError with a code and one sentence, for whatever keeps it from starting
 */
export async function startEmbeddedLedger(options: EmbeddedLedgerOptions): Promise<EmbeddedLedger> {
  const dir = resolve(options.dir);
  await prepareFolder(dir);
  const unlock = await lockFolder(dir);
  try {
    return await start(options, dir, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}
