import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The sample files that the demo issues, each by its certificate type. */
export const DEMO_FILES = [
  'residence-permit',
  'business-licence',
  'social-security-card',
  'real-estate',
] as const;

export const sampleFile = (slug: string): string => join(root, 'samples', `${slug}.csv`);

/** The window's own program, run as a process of its own. */
export const verifierProgram = join(root, 'verifier-sdk', 'bin', 'certbridge-verify.js');

/** What the demo leaves behind. */
export class DemoFolder {
  readonly root: string;

  constructor(folder: string) {
    this.root = resolve(folder);
  }

  get certificates(): string {
    return join(this.root, 'certificates');
  }
  get trustAnchor(): string {
    return join(this.root, 'trust-anchor.json');
  }
  get mirror(): string {
    return join(this.root, 'mirror');
  }
  get documentRoots(): string {
    return join(this.root, 'document-roots.pem');
  }
  get summary(): string {
    return join(this.root, 'demo.json');
  }
}
