import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { prettyJson } from '../../pretty-json.js';
import { NetworkError } from '../errors.js';
import { NetworkFolders } from '../folders.js';
import { writePlan } from '../plan/index.js';
import type { FabricPlan, Organisation } from '../plan/index.js';
import { writeBuilder } from '../steps/builder.js';
import { organisationsOf } from '../steps/organisations.js';
import { composeFile, IMAGES } from './compose.js';
import type { ComposeService } from './compose.js';
import type { Deployment } from './hosts.js';
import { instructions } from './instructions.js';
import { contractEnvironment, memberProcesses } from './member-processes.js';
import type { MemberProcesses } from './member-processes.js';
import { systemdUnit, unitName } from './systemd.js';

async function demandEmpty(out: string): Promise<void> {
  const found = await readdir(out).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  if (found.length > 0)
    throw new NetworkError('OUT_NOT_EMPTY', `${out} is not empty: name another --out, or empty it.`);
}

function composeServices(
  plan: FabricPlan,
  { nodes, contract }: MemberProcesses,
  { folder, checkout }: { readonly folder: string; readonly checkout: string },
): ComposeService[] {
  const services = nodes.map(({ process, kind }) => ({ process, image: IMAGES[kind], mounts: [folder] }));
  if (contract === undefined) return services;
  const [shim = '', ...args] = contract.args;
  return [
    ...services,
    {
      // The image brings a Node.js of its own.
      process: { ...contract, program: 'node', args: [shim, ...args] },
      image: IMAGES.contract,
      mounts: [folder, checkout],
      environmentFile: contractEnvironment(new NetworkFolders(folder), plan.contract.version),
    },
  ];
}

async function writeMember(
  out: string,
  { plan, placeOf }: Deployment,
  organisation: Organisation,
): Promise<void> {
  const { mspId } = organisation;
  const place = placeOf(mspId);
  const target = new NetworkFolders(place.folder);
  const processes = memberProcesses(plan, mspId, place);
  const { nodes, contract } = processes;
  /** Files are made here with the paths of there. */
  const write = async (file: string, text: string): Promise<void> => {
    const path = join(out, relative(place.folder, file));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  };
  const at = (name: string): string => join(place.folder, name);
  const unit = (name: string): string => at(join('systemd', name));

  await writePlan(out, plan);
  await write(at('member.json'), prettyJson({ v: 1, mspId }));
  for (const { configuration, process } of nodes) {
    await write(configuration.file, configuration.text);
    const writes = [target.node(process.name)];
    await write(unit(unitName(process)), systemdUnit(process, { writes }));
  }
  if (contract !== undefined) {
    const environmentFile = contractEnvironment(target, plan.contract.version);
    await write(unit(unitName(contract)), systemdUnit(contract, { writes: [], environmentFile }));
    await writeBuilder(new NetworkFolders(out));
  }
  await write(at('compose.yaml'), composeFile(mspId, composeServices(plan, processes, place)));
  await write(at('README.md'), instructions({ plan, organisation, processes, ...place }));
}

/**
 * Writes one folder an organisation with what that organisation alone runs: configuration, systemd units, a
 * compose file, its steps. There is no key in any of them: each makes its own.
 *
 * @returns the folders by MSP id
 * @throws NetworkError `OUT_NOT_EMPTY`
 */
export async function planFolders(deployment: Deployment, out: string): Promise<Map<string, string>> {
  await demandEmpty(out);
  const folders = new Map<string, string>();
  for (const organisation of organisationsOf(deployment.plan)) {
    const folder = join(out, organisation.mspId);
    await writeMember(folder, deployment, organisation);
    folders.set(organisation.mspId, folder);
  }
  return folders;
}
