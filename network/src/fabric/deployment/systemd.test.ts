import { describe, expect, it } from 'vitest';
import { composeFile, IMAGES } from './compose.js';
import { systemdUnit, unitName } from './systemd.js';

const process = {
  name: 'peer0.ZhejiangMSP',
  program: 'peer',
  args: ['node', 'start', 'two words', '100% "$HOME"\\'],
  env: { FABRIC_CFG_PATH: '/srv/a "b"', RATE: '5%' },
};

const valuesOf = (unit: string, key: string): string[] =>
  Array.from(unit.matchAll(new RegExp(`^${key}=(.*)$`, 'gm')), ([, value = '']) => value);

describe('a systemd unit', () => {
  const unit = systemdUnit(process, { writes: ['/srv/certbridge/nodes/peer0'] });

  it('quotes as systemd.syntax(7) and systemd.unit(5) ask: quotes, backslashes, and % that begins a specifier', () => {
    expect(valuesOf(unit, 'Environment')).toEqual([String.raw`"FABRIC_CFG_PATH=/srv/a \"b\""`, '"RATE=5%%"']);
    expect(valuesOf(unit, 'ExecStart')).toEqual([
      String.raw`/usr/bin/env peer node start "two words" "100%% \"$HOME\"\\"`,
    ]);
  });

  it('runs as an account of its own, is started again, and writes its own folder only', () => {
    expect(valuesOf(unit, 'User')).toEqual(['certbridge']);
    expect(valuesOf(unit, 'Restart')).toEqual(['always']);
    expect(valuesOf(unit, 'ProtectSystem')).toEqual(['strict']);
    expect(valuesOf(unit, 'NoNewPrivileges')).toEqual(['yes']);
    expect(valuesOf(unit, 'ReadWritePaths')).toEqual(['/srv/certbridge/nodes/peer0']);
    expect(valuesOf(unit, 'EnvironmentFile')).toEqual([]);
    expect(unitName(process)).toBe('certbridge-peer0.ZhejiangMSP.service');
  });

  it('of the contract starts its own program, and waits for the file with the package’s id', () => {
    const contract = { ...process, program: '/opt/certbridge/node', args: ['--module-path=/srv/contract'] };
    const text = systemdUnit(contract, { writes: [], environmentFile: '/srv/contract/package.env' });
    expect(valuesOf(text, 'ExecStart')).toEqual(['/opt/certbridge/node --module-path=/srv/contract']);
    expect(valuesOf(text, 'EnvironmentFile')).toEqual(['/srv/contract/package.env']);
    expect(valuesOf(text, 'ReadWritePaths')).toEqual([]);
  });
});

describe('a compose file', () => {
  const text = composeFile('ZhejiangMSP', [
    { process, image: IMAGES.peer, mounts: ['/srv/certbridge'] },
    {
      process: { ...process, name: 'chaincode.ZhejiangMSP.v1', env: {} },
      image: IMAGES.contract,
      mounts: ['/srv/certbridge', '/opt/certbridge'],
      environmentFile: '/srv/contract/package.env',
    },
  ]);

  it('hands arguments and environment on as they are: compose would replace what follows a single $', () => {
    expect(text).toContain(
      String.raw`    command: ["peer", "node", "start", "two words", "100% \"$$HOME\"\\"]`,
    );
    expect(text).toContain(String.raw`      FABRIC_CFG_PATH: "/srv/a \"b\""`);
  });

  it('has each service once, under the same paths as on the machine', () => {
    const services = Array.from(text.matchAll(/^ {2}(\S+):$/gm), ([, name]) => name);
    expect(services).toEqual(['peer0.ZhejiangMSP', 'chaincode.ZhejiangMSP.v1']);
    expect(text).toContain('volumes: ["/srv/certbridge:/srv/certbridge", "/opt/certbridge:/opt/certbridge"]');
    expect(text.match(/^ {4}user: "\$\{CERTBRIDGE_ACCOUNT:\?/gm)).toHaveLength(2);
    expect(text.match(/- path: "\/srv\/contract\/package\.env"/g)).toHaveLength(1);
  });
});
