import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { spawnSync } from 'node:child_process';

/** Outside tools that some tests ask. Only the ledger's own binaries may ever be missing in CI. */
export type Tool =
  | 'pdfsig'
  | 'pdftotext'
  | 'pdftoppm'
  | 'pdftocairo'
  | 'certutil'
  | 'qpdf'
  | 'gs'
  | 'zbarimg'
  | 'openssl'
  | 'age'
  | 'nginx'
  | 'systemd-analyze'
  | 'convert'
  | 'chromium'
  | 'firefox-esr'
  | 'WebKitWebDriver'
  | 'Xvfb'
  | 'mvn'
  | 'javac'
  | 'pyhanko'
  | 'zxing-cpp'
  | 'numpy'
  | 'pillow'
  | 'schemathesis'
  | 'softhsm2-util'
  | 'pkcs11js'
  | 'peer'
  | 'orderer';

const optionalInCi: ReadonlySet<Tool> = new Set<Tool>(['peer', 'orderer']);

/** The Python that has the PyPI validators: CI puts them in a virtual environment of their own. */
export const python = process.env['CERTBRIDGE_TESTS_PYTHON'] ?? 'python3';

/**
 * True when `tool` is not on this machine; for `it.skipIf(missing('qpdf'))`.
 * Under `CERTBRIDGE_TESTS_REQUIRE=all`, as in CI, a missing tool is an error instead, so that no
 * outside opinion is lost without anybody noticing.
 */
export function missing(tool: Tool): boolean {
  const module = modules[tool];
  const absent =
    tool === 'pkcs11js' ? !isBuilt(tool) : module === undefined ? !onPath(tool) : !importable(module);
  if (absent && process.env['CERTBRIDGE_TESTS_REQUIRE'] === 'all' && !optionalInCi.has(tool)) {
    throw new Error(`${tool} is not installed, and CERTBRIDGE_TESTS_REQUIRE=all asks for every validator`);
  }
  return absent;
}

/** A package that npm must have compiled. */
function isBuilt(name: string): boolean {
  try {
    createRequire(import.meta.url)(name);
    return true;
  } catch {
    return false;
  }
}

function onPath(tool: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, tool), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Tools that are Python modules, by module. */
const modules: Partial<Record<Tool, string>> = {
  numpy: 'numpy',
  pillow: 'PIL',
  pyhanko: 'pyhanko.cli',
  schemathesis: 'schemathesis.cli',
  'zxing-cpp': 'zxingcpp',
};
const importables = new Map<string, boolean>();

function importable(module: string): boolean {
  let found = importables.get(module);
  if (found === undefined) {
    found = spawnSync(python, ['-c', `import ${module}`]).status === 0;
    importables.set(module, found);
  }
  return found;
}
