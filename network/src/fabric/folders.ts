import { join } from 'node:path';

/** Where everything of a network on this machine lies, below its one folder. */
export class NetworkFolders {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  get organisations(): string {
    return join(this.root, 'organisations');
  }

  organisation(mspId: string): string {
    return join(this.organisations, mspId);
  }

  /** MSP of one member: a node, or a person or service. */
  msp(mspId: string, member: string): string {
    return join(this.organisation(mspId), member, 'msp');
  }

  tls(mspId: string, node: string): { certificate: string; privateKey: string; root: string } {
    const folder = join(this.organisation(mspId), node, 'tls');
    return {
      certificate: join(folder, 'server.crt'),
      privateKey: join(folder, 'server.key'),
      root: join(folder, 'ca.crt'),
    };
  }

  signingCertificate(mspId: string, member: string): string {
    return join(this.msp(mspId, member), 'signcerts', 'cert.pem');
  }

  /** A process's own folder: configuration, data. */
  node(name: string): string {
    return join(this.root, 'nodes', name);
  }

  log(name: string): string {
    return join(this.root, 'logs', `${name}.log`);
  }

  get channelConfiguration(): string {
    return join(this.root, 'channel');
  }

  get genesisBlock(): string {
    return join(this.channelConfiguration, 'genesis.block');
  }

  chaincodePackage(mspId: string, label: string): string {
    return join(this.root, 'chaincode', `${mspId}.${label}.tar.gz`);
  }

  get builder(): string {
    return join(this.root, 'builder');
  }

  ledgerFile(mspId: string): string {
    return join(this.root, 'ledgers', `${mspId}.json`);
  }

  get trustAnchor(): string {
    return join(this.root, 'trust-anchor.json');
  }

  get processes(): string {
    return join(this.root, 'processes.json');
  }

  get supervisorPid(): string {
    return join(this.root, 'supervisor.pid');
  }
}
