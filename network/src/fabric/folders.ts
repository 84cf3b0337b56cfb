import { join } from 'node:path';

/**
 * Where everything of a network lies, below one folder: all organisations on one machine, or a single one's
 * own part with the others' public certificates.
 */
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

  /** An organisation's MSP without identities: its roots and node OUs, which everybody may have. */
  organisationMsp(mspId: string): string {
    return join(this.organisation(mspId), 'msp');
  }

  /** The root of an organisation's identities. */
  authority(mspId: string): string {
    return join(this.organisationMsp(mspId), 'cacerts', 'ca.pem');
  }

  /** The root of the TLS certificates of an organisation's nodes. */
  tlsRoot(mspId: string): string {
    return join(this.organisationMsp(mspId), 'tlscacerts', 'tlsca.pem');
  }

  /** MSP of one member: a node, or a person or service. */
  msp(mspId: string, member: string): string {
    return join(this.organisation(mspId), member, 'msp');
  }

  identity(mspId: string, member: string): { certificate: string; privateKey: string } {
    const msp = this.msp(mspId, member);
    return { certificate: join(msp, 'signcerts', 'cert.pem'), privateKey: join(msp, 'keystore', 'priv_sk') };
  }

  tls(mspId: string, node: string): { certificate: string; privateKey: string } {
    const folder = join(this.organisation(mspId), node, 'tls');
    return { certificate: join(folder, 'server.crt'), privateKey: join(folder, 'server.key') };
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

  /** The code of one version of the contract, kept as it was when the version was made. */
  contract(version: string): string {
    return join(this.root, 'contract', `v${version}`);
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

  /** The newest trust anchor, for new windows. */
  get trustAnchor(): string {
    return join(this.root, 'trust-anchor.json');
  }

  /** The n-th trust anchor: windows may have pinned any. */
  trustAnchorOf(n: number): string {
    return join(this.root, `trust-anchor-${n}.json`);
  }

  get processes(): string {
    return join(this.root, 'processes.json');
  }

  get supervisorPid(): string {
    return join(this.root, 'supervisor.pid');
  }
}
