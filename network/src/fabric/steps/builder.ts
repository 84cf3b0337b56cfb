import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NetworkFolders } from '../folders.js';

/**
 * The external builder by which a peer without Docker takes chaincode that runs as a service: it only hands
 * the package's connection.json on (Fabric documentation, “External Builders and Launchers”).
 */
const SCRIPTS = {
  detect: 'grep -q \'"type":"ccaas"\' "$2/metadata.json"',
  build: 'cp "$1/connection.json" "$3/connection.json"',
  release: 'mkdir -p "$2/chaincode/server" && cp "$1/connection.json" "$2/chaincode/server/connection.json"',
} as const;

export async function writeBuilder(folders: NetworkFolders): Promise<void> {
  const bin = join(folders.builder, 'bin');
  await mkdir(bin, { recursive: true });
  for (const [name, line] of Object.entries(SCRIPTS)) {
    await writeFile(join(bin, name), `#!/bin/sh\nset -eu\n${line}\n`, { mode: 0o755 });
  }
}
