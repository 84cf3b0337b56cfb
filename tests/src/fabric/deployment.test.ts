import { randomBytes, X509Certificate } from 'node:crypto';
import { execFile } from 'node:child_process';
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { verifyAttestation } from '@certbridge/verifier-sdk';
import { parseTrustAnchor, trustAnchorId } from '@certbridge/verifier-sdk/formats';
import { ManagedProcess } from '@certbridge/network/processes';
import { connectLedger } from '@certbridge/service/ledger/adapter';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { freePort } from '../free-port.js';
import { inPackage, inRepository } from '../packages.js';
import { missing } from '../requirements.js';

const run = promisify(execFile);
const checkout = inRepository().replace(/\/$/, '');
const program = inPackage('network', 'bin', 'certbridge-network.js');
const network = async (...args: string[]): Promise<string> =>
  (await run(process.execPath, [program, ...args])).stdout;

const PROVINCES = ['ZhejiangMSP', 'AnhuiMSP', 'SichuanMSP'];
const MEMBERS = [...PROVINCES, 'NationalMSP'];

/** What systemd would do with a unit: its environment, and its command. */
async function startUnit(file: string, log: string): Promise<ManagedProcess> {
  const text = await readFile(file, 'utf8');
  const values = (key: string): string[] =>
    [...text.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map((match) => match[1] ?? '');
  const assignments = values('Environment').map((value) => JSON.parse(value) as string);
  for (const path of values('EnvironmentFile'))
    assignments.push(...(await readFile(path, 'utf8')).trim().split('\n'));
  const env = Object.fromEntries(
    assignments.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]),
  );
  const [program = '', ...args] = (values('ExecStart')[0] ?? '').split(' ');
  const unit = new ManagedProcess({
    command: () => ({ program, args, env: { PATH: process.env['PATH'], ...env } }),
    output: { file: log },
    stop: { signal: 'SIGTERM', graceMs: 90_000, force: 'SIGKILL' },
  });
  unit.start();
  return unit;
}

/** Files below a folder that hold a private key. */
async function keysIn(folder: string): Promise<string[]> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(paths.map((path) => readFile(path, 'latin1')));
  return paths.filter((_, index) => texts[index]!.includes('PRIVATE KEY'));
}

describe('a plan for several machines', () => {
  let root: string;
  let out: string;
  const site = (mspId: string): string => join(root, 'machines', mspId);
  const member = (mspId: string, ...args: string[]): Promise<string> =>
    network('member', ...args, '--dir', site(mspId));

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'certbridge-deployment-'));
    out = join(root, 'out');
    const address = async (): Promise<string> => `localhost:${await freePort()}`;
    const orderer = async (): Promise<object> => ({
      address: await address(),
      admin: await freePort(),
      operations: await freePort(),
    });
    const regions = {
      ZhejiangMSP: ['33', '浙江省'],
      AnhuiMSP: ['34', '安徽省'],
      SichuanMSP: ['51', '四川省'],
    };
    const provinces = [];
    for (const [mspId, [region, name]] of Object.entries(regions)) {
      provinces.push({
        mspId,
        region,
        name,
        folder: site(mspId),
        peers: [{ address: await address(), operations: await freePort() }],
        orderer: await orderer(),
        chaincode: await freePort(),
      });
    }
    const neutral = { folder: site('NationalMSP'), orderer: await orderer() };
    await writeFile(join(root, 'hosts.json'), JSON.stringify({ checkout, provinces, neutral }));
    await network('plan', '--hosts', join(root, 'hosts.json'), '--out', out);
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  it('gives each organisation what it alone runs, and no key to anybody', async () => {
    expect((await readdir(out)).sort()).toEqual([...MEMBERS].sort());
    expect(await keysIn(out)).toEqual([]);
    expect((await readdir(join(out, 'AnhuiMSP', 'systemd'))).sort()).toEqual([
      'certbridge-chaincode.AnhuiMSP.v1.service',
      'certbridge-orderer2.service',
      'certbridge-peer0.AnhuiMSP.service',
    ]);
    expect(await readdir(join(out, 'NationalMSP', 'nodes'))).toEqual(['orderer4']);
    const guide = await readFile(join(out, 'AnhuiMSP', 'README.md'), 'utf8');
    expect(guide).toContain('member check-genesis FILE');
    expect(guide).not.toContain('member found');
    const texts = await Promise.all(
      ['compose.yaml', 'README.md', 'nodes/peer0.AnhuiMSP/core.yaml'].map((file) =>
        readFile(join(out, 'AnhuiMSP', file), 'utf8'),
      ),
    );
    for (const text of texts) expect(text).not.toContain(site('ZhejiangMSP'));
  });

  it('is made from the example that the guide gives', async () => {
    const guide = await readFile(join(checkout, 'network', 'README.md'), 'utf8');
    const file = join(root, 'example.json');
    await writeFile(file, /```json\n([^]*?)```/.exec(guide)![1]!);
    await network('plan', '--hosts', file, '--out', join(root, 'example'));
    expect(await readFile(join(root, 'example', 'ZhejiangMSP', 'README.md'), 'utf8')).toContain(
      'sudo systemctl enable --now certbridge-peer1.ZhejiangMSP.service # on peer1.zj.example',
    );
  });

  it('is not written over another one', async () => {
    const again = network('plan', '--hosts', join(root, 'hosts.json'), '--out', out);
    await expect(again).rejects.toMatchObject({ stderr: expect.stringContaining('is not empty') as string });
  });

  it.each<[string, (hosts: { provinces: Record<string, unknown>[] }) => object]>([
    [
      'provinces[1].region is 33, and so is provinces[0].region; each province has its own',
      ({ provinces }) => ({ provinces: [{ ...provinces[0], mspId: 'HubeiMSP' }, ...provinces] }),
    ],
    [
      'provinces[2].chaincode is localhost:7052, and so is provinces[1].chaincode; give one of them another port',
      ({ provinces: [first, ...others] }) => ({
        provinces: [first, ...others.map((province) => ({ ...province, chaincode: undefined }))],
      }),
    ],
    ['threshold is 3; of 3 provinces it must be from 2 to 2', () => ({ threshold: 3 })],
    ['3 orderers are too few', () => ({ neutral: undefined })],
    [
      'provinces[0].peers[0].address is "peer.example"; it must be a host name',
      ({ provinces }) => ({
        provinces: [{ ...provinces[0], peers: [{ address: 'peer.example' }] }, ...provinces.slice(1)],
      }),
    ],
    [
      'provinces[0].peers[0].address is "10.1.2.3:7051"; it must be a host name in lower case (no IP address)',
      ({ provinces }) => ({
        provinces: [{ ...provinces[0], peers: [{ address: '10.1.2.3:7051' }] }, ...provinces.slice(1)],
      }),
    ],
    [
      'provinces[0].region is missing; it must be the GB/T 2260 prefix',
      ({ provinces }) => ({ provinces: [{ ...provinces[0], region: undefined }, ...provinces.slice(1)] }),
    ],
    ['the file: there is no field "secret"; take it out', () => ({ secret: 1 })],
  ])('is refused by name: %s', async (says, change) => {
    const hosts = JSON.parse(await readFile(join(root, 'hosts.json'), 'utf8')) as {
      provinces: Record<string, unknown>[];
    };
    const file = join(root, 'wrong.json');
    await writeFile(file, JSON.stringify({ ...hosts, ...change(hosts) }));
    const refused = network('plan', '--hosts', file, '--out', join(root, 'never'));
    await expect(refused).rejects.toMatchObject({ stderr: expect.stringContaining(says) as string });
  });

  describe.skipIf(missing('peer') || missing('orderer'))(
    'followed by its organisations, each in its own folder',
    () => {
      const running = new Map<string, ManagedProcess>();
      /** Starts an organisation's units, or starts them anew. */
      const start = async (mspId: string, which: RegExp): Promise<void> => {
        const units = join(site(mspId), 'systemd');
        await mkdir(join(site(mspId), 'logs'), { recursive: true });
        for (const unit of (await readdir(units)).filter((name) => which.test(name))) {
          await running.get(unit)?.stop();
          running.set(unit, await startUnit(join(units, unit), join(site(mspId), 'logs', `${unit}.log`)));
        }
      };
      /** A checkpoint that all three provinces have signed, taken through one's service. */
      const signedByAll = async (mspId: string): Promise<void> => {
        const anchor = parseTrustAnchor(await readFile(join(site(mspId), 'trust-anchor.json')));
        const ledger = await connectLedger(join(site(mspId), 'ledgers', `${mspId}.json`));
        const nonce = randomBytes(16).toString('hex');
        const { attestation } = await ledger
          .beat()
          .then(() => ledger.checkpoint(nonce, { provinces: 3 }))
          .finally(() => ledger.close());
        const verified = await verifyAttestation(attestation, {
          anchor,
          tag: 'certbridge/checkpoint/1',
          asked: { nonce },
          rule: 'now',
          now: Date.now(),
        });
        expect(attestation.endorsements).toHaveLength(PROVINCES.length);
        expect(verified.beats.map(([province]) => province)).toContain(mspId);
      };
      /** Awaited: a peer that has just started learns of the others by gossip. */
      const expectSignedByAll = (mspId: string): Promise<void> =>
        vi.waitFor(() => signedByAll(mspId), { timeout: 300_000, interval: 250 });
      afterAll(() => Promise.all([...running.values()].map((unit) => unit.stop())));

      it('has key ceremonies that leave every key where it was made', async () => {
        await mkdir(join(root, 'machines'));
        for (const mspId of MEMBERS) await cp(join(out, mspId), site(mspId), { recursive: true });
        const told = await Promise.all(MEMBERS.map((mspId) => member(mspId, 'keys')));
        for (const mspId of MEMBERS) expect(await keysIn(join(site(mspId), 'public'))).toEqual([]);
        for (const [index, mspId] of MEMBERS.entries()) {
          const others = MEMBERS.filter((other) => other !== mspId).map((other) =>
            join(site(other), 'public'),
          );
          const heard = await member(mspId, 'accept', ...others);
          // The fingerprints that one shows are those that the others see.
          for (const [other, text] of told.entries())
            if (other !== index) expect(heard).toContain(text.split('\n')[1]!);
          const strangers = MEMBERS.filter((other) => other !== mspId);
          for (const other of strangers)
            expect(await keysIn(join(site(mspId), 'organisations', other))).toEqual([]);
        }
      });

      it('has folders that commands for whole networks leave alone', async () => {
        for (const command of [['up'], ['down', '--wipe', '--yes']])
          await expect(network(...command, '--dir', site('AnhuiMSP'))).rejects.toMatchObject({
            stderr: expect.stringContaining("is one organisation's part") as string,
          });
        await expect(network('up', '--dir', root)).rejects.toMatchObject({
          stderr: expect.stringContaining('is not empty, and no network') as string,
        });
      });

      it('takes nothing that was changed on its way', async () => {
        const forged = join(root, 'forged');
        await cp(join(site('AnhuiMSP'), 'public'), forged, { recursive: true });
        const orderer = join(forged, 'organisations', 'AnhuiMSP', 'orderer2', 'msp', 'signcerts', 'cert.pem');
        const other = join(site('SichuanMSP'), 'public', 'organisations', 'SichuanMSP');
        await cp(join(other, 'orderer3', 'msp', 'signcerts', 'cert.pem'), orderer);
        await expect(member('ZhejiangMSP', 'accept', forged)).rejects.toMatchObject({
          stderr: expect.stringContaining('is not signed by its own authority') as string,
        });
        await cp(join(site('AnhuiMSP'), 'public'), forged, { recursive: true });
        await appendFile(join(forged, 'organisations', 'AnhuiMSP', 'msp', 'config.yaml'), '\n');
        await expect(member('ZhejiangMSP', 'accept', forged)).rejects.toMatchObject({
          stderr: expect.stringContaining('by other rules') as string,
        });
      });

      it('comes up as a network whose statements three provinces sign', async () => {
        await member('ZhejiangMSP', 'genesis');
        const genesis = join(site('ZhejiangMSP'), 'channel', 'genesis.block');
        for (const mspId of MEMBERS.slice(1)) await member(mspId, 'check-genesis', genesis);
        for (const mspId of MEMBERS) await start(mspId, /orderer|peer/);
        await Promise.all(MEMBERS.map((mspId) => member(mspId, 'join')));
        for (const mspId of PROVINCES) {
          await member(mspId, 'contract');
          await start(mspId, /chaincode/);
        }
        const founded = /trust anchor ([0-9a-f]{64})/.exec(await member('ZhejiangMSP', 'found'))?.[1];
        for (const mspId of PROVINCES) expect(await member(mspId, 'ledger-file')).toContain(founded);

        const anchor = parseTrustAnchor(await readFile(join(site('SichuanMSP'), 'trust-anchor.json')));
        expect(await trustAnchorId(anchor)).toBe(founded);
        await expectSignedByAll('AnhuiMSP');
      });

      it('has one organisation renew its certificates, with its authority’s key brought back', async () => {
        const key = join(site('SichuanMSP'), 'organisations', 'SichuanMSP', 'ca', 'key.pem');
        const safe = join(root, 'safe.pem');
        const peer = join(site('SichuanMSP'), 'organisations', 'SichuanMSP', 'peer0.SichuanMSP', 'msp');
        const serial = async (): Promise<string> =>
          new X509Certificate(await readFile(join(peer, 'signcerts', 'cert.pem'))).serialNumber;
        const before = await serial();
        await rename(key, safe);
        await expect(member('SichuanMSP', 'renew')).rejects.toMatchObject({
          stderr: expect.stringContaining('bring the authority') as string,
        });
        await rename(safe, key);
        await member('SichuanMSP', 'renew');
        expect(await serial()).not.toBe(before);
        await start('SichuanMSP', /orderer/);
        await member('SichuanMSP', 'join');
        await start('SichuanMSP', /peer/);
        await member('SichuanMSP', 'join');
        await expectSignedByAll('SichuanMSP');
      });

      it('refuses a genesis block of other certificates', async () => {
        const stranger = join(root, 'stranger');
        await cp(join(out, 'AnhuiMSP'), stranger, { recursive: true });
        await network('member', 'keys', '--dir', stranger);
        for (const mspId of MEMBERS.filter((one) => one !== 'AnhuiMSP'))
          await network('member', 'accept', join(site(mspId), 'public'), '--dir', stranger);
        const genesis = join(site('ZhejiangMSP'), 'channel', 'genesis.block');
        await expect(network('member', 'check-genesis', genesis, '--dir', stranger)).rejects.toMatchObject({
          stderr: expect.stringContaining('is of another channel') as string,
        });
      });
    },
  );
});
