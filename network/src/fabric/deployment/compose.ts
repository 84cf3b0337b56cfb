import type { ProcessSpecification } from '../supervisor/specification.js';

export interface ComposeService {
  readonly process: ProcessSpecification;
  readonly image: string;
  /** Folders of the machine that the container sees under the same path. */
  readonly mounts: readonly string[];
  readonly environmentFile?: string;
}

/** Published by the Fabric project on Docker Hub; the tag moves with patches of 3.1. */
export const IMAGES = {
  peer: 'docker.io/hyperledger/fabric-peer:3.1',
  orderer: 'docker.io/hyperledger/fabric-orderer:3.1',
  contract: 'docker.io/library/node:24-bookworm-slim',
} as const;

/** A flow scalar of YAML 1.2 is a JSON string; compose replaces what follows a single $. */
const text = (value: string): string => JSON.stringify(value.replaceAll('$', '$$$$'));

function service({ process, image, mounts, environmentFile }: ComposeService): string[] {
  const { name, program, args, env } = process;
  return [
    `  ${name}:`,
    `    image: ${text(image)}`,
    // Paths, ports and host names are then those of the systemd units, and operations stay on loopback.
    '    network_mode: host',
    '    user: "${CERTBRIDGE_ACCOUNT:?uid:gid of the owner of this folder, as id -u and id -g tell them}"',
    '    restart: unless-stopped',
    '    stop_grace_period: 30s',
    `    command: [${[program, ...args].map(text).join(', ')}]`,
    '    environment:',
    ...Object.entries(env).map(([key, value]) => `      ${key}: ${text(value)}`),
    ...(environmentFile === undefined
      ? []
      : ['    env_file:', `      - path: ${text(environmentFile)}`, '        required: false']),
    `    volumes: [${mounts.map((folder) => text(`${folder}:${folder}`)).join(', ')}]`,
  ];
}

/** compose.yaml for the official images, instead of the systemd units. */
export function composeFile(organisation: string, services: readonly ComposeService[]): string {
  const lines = [
    `# ${organisation}: the same processes as under systemd/, from the official images. Use one or the other.`,
    '# On a machine that runs some of them only, name those: docker compose up -d NAME…',
    'services:',
    ...services.flatMap(service),
  ];
  return `${lines.join('\n')}\n`;
}
