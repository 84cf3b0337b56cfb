import type { ProcessSpecification } from '../supervisor/specification.js';

export interface UnitOptions {
  /** What of the disk the process writes; nothing else of it can be written. */
  readonly writes: readonly string[];
  /** A file with further environment, made by a later step. */
  readonly environmentFile?: string;
}

export const unitName = ({ name }: { readonly name: string }): string => `certbridge-${name}.service`;

/** Quoted as systemd.syntax(7) asks; % begins a specifier. */
const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&').replaceAll('%', '%%')}"`;

/** The account that everything runs under; it owns the folder. */
export const ACCOUNT = 'certbridge';

/** A systemd unit that keeps one process of the network running. */
export function systemdUnit(process: ProcessSpecification, { writes, environmentFile }: UnitOptions): string {
  const { name, program, args, env } = process;
  const command = program.includes('/') ? [program] : ['/usr/bin/env', program];
  const lines = [
    '[Unit]',
    `Description=CertBridge 证桥: ${name}`,
    'Wants=network-online.target',
    'After=network-online.target',
    '',
    '[Service]',
    `User=${ACCOUNT}`,
    ...Object.entries(env).map(([key, value]) => `Environment=${quoted(`${key}=${value}`)}`),
    ...(environmentFile === undefined ? [] : [`EnvironmentFile=${environmentFile}`]),
    `ExecStart=${[...command, ...args].map((word) => (/^[\w./:=@-]+$/.test(word) ? word : quoted(word))).join(' ')}`,
    'Restart=always',
    'RestartSec=1',
    'TimeoutStopSec=30',
    'LimitNOFILE=65536',
    'NoNewPrivileges=yes',
    'PrivateTmp=yes',
    'ProtectSystem=strict',
    'ProtectHome=yes',
    ...writes.map((folder) => `ReadWritePaths=${folder}`),
    '',
    '[Install]',
    'WantedBy=multi-user.target',
  ];
  return `${lines.join('\n')}\n`;
}
