import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { NetworkError } from './errors.js';

const run = promisify(execFile);

/** Programs of Hyperledger Fabric's release that a network on this machine is made of. */
const FABRIC_BINARIES = ['peer', 'orderer', 'osnadmin', 'configtxgen', 'configtxlator'] as const;

export type FabricBinary = (typeof FABRIC_BINARIES)[number];

/** SmartBFT ordering and the V3_0 channel capability came with Fabric 3.0; this was tried with 3.1 alone. */
const OLDEST = { major: 3, minor: 1 } as const;
const NEEDED = `Hyperledger Fabric ${OLDEST.major}.${OLDEST.minor} or newer`;
const REMEDY =
  'take it as its documentation says under “Install Fabric and Fabric Samples” ' +
  '(https://hyperledger-fabric.readthedocs.io/en/latest/install.html), and add its bin folder to PATH.';

async function onPath(program: string): Promise<boolean> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const found = await Promise.all(
    folders.map((folder) =>
      access(join(folder, program), constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}

/**
 * Checks that Fabric's programs are on PATH and new enough; a development build, which names no version,
 * is taken at its word.
 *
 * @throws NetworkError `BINARIES_MISSING` or `BINARIES_OLD`, naming what is missing and where to get it
 */
export async function requireBinaries(): Promise<void> {
  const missing: string[] = [];
  for (const program of FABRIC_BINARIES) if (!(await onPath(program))) missing.push(program);
  if (missing.length > 0) {
    throw new NetworkError('BINARIES_MISSING', `Not on PATH: ${missing.join(', ')}, of ${NEEDED}; ${REMEDY}`);
  }
  const { stdout } = await run('peer', ['version']);
  const version = /Version:\s*v?(\d+)\.(\d+)/.exec(stdout);
  if (version === null) return;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  if (major < OLDEST.major || (major === OLDEST.major && minor < OLDEST.minor)) {
    throw new NetworkError(
      'BINARIES_OLD',
      `peer on PATH is version ${major}.${minor}, and ${NEEDED} is needed; ${REMEDY}`,
    );
  }
}
