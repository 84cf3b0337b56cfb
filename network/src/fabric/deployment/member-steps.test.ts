import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chaincodePackage } from '../steps/chaincode-package.js';
import { readHosts } from './hosts.js';
import { asProvince, isMemberFolder, openMember } from './member.js';
import { makeKeys, renewMember } from './member-steps.js';
import { planFolders } from './plan-folders.js';
import { acceptPart } from './public-parts.js';

/* The steps that an organisation takes before any of Fabric's programs: with real keys, in real folders. */

const ZHEJIANG = 'ZhejiangMSP';
const ANHUI = 'AnhuiMSP';
const NATIONAL = 'NationalMSP';
const MEMBERS = [ZHEJIANG, ANHUI, 'SichuanMSP', NATIONAL];

let root: string;
const site = (mspId: string): string => join(root, 'out', mspId);
const open = (mspId: string): ReturnType<typeof openMember> => openMember(site(mspId));

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'certbridge-member-'));
  const host = (of: string, port: number): string => `${of}.example:${port}`;
  const province = (mspId: string, region: string, name: string): object => ({
    ...{ mspId, region, name },
    peers: [{ address: host(`peer0-${region}`, 7051) }],
    orderer: { address: host(`orderer-${region}`, 7050) },
  });
  const hosts = {
    provinces: [
      province(ZHEJIANG, '33', '浙江省'),
      province(ANHUI, '34', '安徽省'),
      province('SichuanMSP', '51', '四川省'),
    ],
    neutral: { orderer: { address: host('orderer-national', 7050) } },
  };
  await writeFile(join(root, 'hosts.json'), JSON.stringify(hosts));
  await planFolders(await readHosts(join(root, 'hosts.json')), join(root, 'out'));
  for (const mspId of MEMBERS) await makeKeys(await open(mspId));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function filesIn(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return new Map(
    await Promise.all(
      paths.map(async (path) => [path.slice(folder.length), await readFile(path, 'latin1')] as const),
    ),
  );
}

describe('the key ceremony', () => {
  it('puts certificates in the public folder, and no key; keys are for their owner alone', async () => {
    for (const mspId of MEMBERS) {
      for (const [file, text] of await filesIn(join(site(mspId), 'public')))
        expect(text, file).not.toContain('PRIVATE KEY');
    }
    const { folders } = await open(ZHEJIANG);
    const { mode } = await stat(folders.identity(ZHEJIANG, 'admin').privateKey);
    expect(mode & 0o077).toBe(0);
  });

  it('held twice makes nothing new: fingerprints that were told by telephone stay', async () => {
    const before = await filesIn(join(site(ANHUI), 'organisations'));
    const told = await makeKeys(await open(ANHUI));
    expect(await makeKeys(await open(ANHUI))).toEqual(told);
    expect(told.map(({ mspId, what }) => [mspId, what])).toEqual([
      [ANHUI, 'CA'],
      [ANHUI, 'TLS CA'],
    ]);
    expect(await filesIn(join(site(ANHUI), 'organisations'))).toEqual(before);
  });

  it('is followed by renewed certificates under the same authorities and keys', async () => {
    const { folders } = await open('SichuanMSP');
    const { certificate, privateKey } = folders.identity('SichuanMSP', 'peer0.SichuanMSP');
    const read = (...files: string[]): Promise<string[]> =>
      Promise.all(files.map((file) => readFile(file, 'utf8')));
    const [old, ...kept] = await read(certificate, privateKey, folders.authority('SichuanMSP'));
    await renewMember(await open('SichuanMSP'));
    const [renewed, ...after] = await read(certificate, privateKey, folders.authority('SichuanMSP'));
    expect(renewed).not.toBe(old);
    expect(after).toEqual(kept);
  });
});

describe('another organisation’s public part', () => {
  let part: string;
  const inPart = (...path: string[]): string => join(part, 'organisations', ANHUI, ...path);

  beforeEach(async () => {
    part = await mkdtemp(join(root, 'handed-over-'));
    await cp(join(site(ANHUI), 'public'), part, { recursive: true });
  });

  it('is taken with the fingerprints that its owner saw, and as often as one likes', async () => {
    const told = await makeKeys(await open(ANHUI));
    const zhejiang = await open(ZHEJIANG);
    expect(await acceptPart(zhejiang, part)).toEqual(told);
    expect(await acceptPart(zhejiang, part)).toEqual(told);
    expect(await readFile(zhejiang.folders.authority(ANHUI), 'utf8')).toBe(
      await readFile(inPart('msp', 'cacerts', 'ca.pem'), 'utf8'),
    );
  });

  it('is taken without a key that was handed over by mistake', async () => {
    await mkdir(inPart('ca'), { recursive: true });
    await writeFile(inPart('ca', 'key.pem'), 'PRIVATE KEY');
    await acceptPart(await open(NATIONAL), part);
    const taken = await filesIn(join(site(NATIONAL), 'organisations', ANHUI));
    expect([...taken.keys()].filter((file) => file.includes('key'))).toEqual([]);
  });

  it.each<[string, RegExp, () => Promise<void>]>([
    [
      'with two certificates in one file',
      /more than one certificate/,
      async () => {
        const root = inPart('msp', 'cacerts', 'ca.pem');
        await appendFile(root, await readFile(root));
      },
    ],
    [
      'without its TLS authority',
      /has no certificate, .*tlsca\.pem/,
      () => rm(inPart('msp', 'tlscacerts', 'tlsca.pem')),
    ],
    [
      'with an orderer of another authority',
      /is not signed by its own authority/,
      async () => {
        const { folders, plan } = await open(ZHEJIANG);
        const foreign = folders.identity(ZHEJIANG, `orderer${plan.orderers[0].id}`).certificate;
        await cp(foreign, inPart('orderer2', 'msp', 'signcerts', 'cert.pem'));
      },
    ],
    [
      'with a member’s certificate for an authority',
      /has no certificate authority/,
      () => cp(inPart('orderer2', 'msp', 'signcerts', 'cert.pem'), inPart('msp', 'cacerts', 'ca.pem')),
    ],
    [
      'that tells roles apart otherwise',
      /other rules than everybody’s/,
      () => appendFile(inPart('msp', 'config.yaml'), '\n'),
    ],
  ])('is refused %s, and nothing of it taken', async (_, why, change) => {
    await change();
    const fresh = await mkdtemp(join(root, 'fresh-'));
    for (const file of ['member.json', 'network.json'])
      await cp(join(site(ZHEJIANG), file), join(fresh, file));
    const refused = acceptPart(await openMember(fresh), part);
    await expect(refused).rejects.toMatchObject({
      code: 'PART_REFUSED',
      message: expect.stringMatching(why) as string,
    });
    expect((await readdir(fresh)).sort()).toEqual(['member.json', 'network.json']);
  });

  it('is refused when it differs from what was taken before: its owner held a second ceremony', async () => {
    const other = join(await mkdtemp(join(root, 'again-')), ANHUI);
    await mkdir(other);
    for (const file of ['member.json', 'network.json']) await cp(join(site(ANHUI), file), join(other, file));
    await acceptPart(await open(ZHEJIANG), part);
    await makeKeys(await openMember(other));
    await expect(acceptPart(await open(ZHEJIANG), join(other, 'public'))).rejects.toMatchObject({
      code: 'PART_REFUSED',
      message: expect.stringContaining('differs from what was taken before') as string,
    });
  });

  it('is refused when it is one’s own, or nobody’s', async () => {
    for (const folder of [join(site(ZHEJIANG), 'public'), root])
      await expect(acceptPart(await open(ZHEJIANG), folder)).rejects.toMatchObject({ code: 'PART_REFUSED' });
  });
});

describe('a member’s folder', () => {
  it('is told from a whole network’s, and names one of the network', async () => {
    expect(await isMemberFolder(site(ANHUI))).toBe(true);
    expect(await isMemberFolder(root)).toBe(false);
    const { organisation, others } = await open(ANHUI);
    expect(organisation.mspId).toBe(ANHUI);
    expect(others.map(({ mspId }) => mspId)).toEqual(MEMBERS.filter((mspId) => mspId !== ANHUI));
  });

  it.each([
    ['{"v":1,"mspId":"HunanMSP"}', /names nobody of network\.json/],
    ['{"v":2,"mspId":"AnhuiMSP"}', /names nobody of network\.json/],
    ['{', /is not there or not JSON/],
  ])('is refused with %s in member.json', async (text, why) => {
    const folder = await mkdtemp(join(root, 'wrong-'));
    await cp(join(site(ANHUI), 'network.json'), join(folder, 'network.json'));
    await writeFile(join(folder, 'member.json'), text);
    await expect(openMember(folder)).rejects.toMatchObject({
      code: 'NOT_A_MEMBER',
      message: expect.stringMatching(why) as string,
    });
  });

  it('of who runs orderers only is no province’s', async () => {
    expect(asProvince(await open(ANHUI)).mspId).toBe(ANHUI);
    const national = await open(NATIONAL);
    expect(() => asProvince(national)).toThrow(/NationalMSP runs orderers only/);
  });

  it('keeps the contract’s package as it was first made: its hash is its name on the ledger', async () => {
    const member = await open(ANHUI);
    const { folders, plan } = member;
    const first = await chaincodePackage(folders, plan, asProvince(member));
    expect(first.id).toMatch(/^certbridge_v1:[0-9a-f]{64}$/);
    const moved = { ...asProvince(member), chaincodePort: 9999 };
    expect(await chaincodePackage(folders, plan, moved)).toEqual(first);
  });
});
