import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import QRCode from 'qrcode';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { TestNetwork, newIssuerKey, typeCode, issuerCode } from '../attestation/network.fixture.js';
import { TestServers } from '../attestation/servers.fixture.js';
import { toBase64 } from '../formats/bytes.js';
import {
  deliveriesOf,
  otherHolders,
  spoiledDeliveriesOf,
  typedHolder,
  typedHolders,
} from '../formats/deliveries.fixture.js';
import { formatIdentifier } from '../formats/identifier.js';
import { signQr } from '../formats/qr.js';
import { encodeQrText } from '../formats/qr-text.js';
import { parseTrustAnchor, trustAnchorId } from '../formats/trust-anchor.js';
import { makeFile, makeObjects, makeParty, signFile } from '../pdf/handmade.fixture.js';
import { openMirror, syncMirror } from '../mirror/index.js';
import { FolderStore } from '../node/index.js';
import { anchorCertificate } from '../packed/certificate.fixture.js';
import { codes as allCodes, messageOf } from '../verify/index.js';
import type { Code, Report } from '../verify/index.js';
import { main } from './main.js';
import { exitCodeOf, render } from './render.js';
import { pad, printable, widthOf } from './terminal.js';

const QR_TEXT = 'https://mirror.example.gov.cn/v#01234567890123456';

let folder: string;
let trust: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certbridge-cli-'));
  const parties = await Promise.all(['浙江', '安徽'].map((name) => makeParty(name)));
  const provinces = ['AnhuiMSP', 'ZhejiangMSP'].map((mspId, i) => ({
    mspId,
    name: ['安徽省', '浙江省'][i],
    region: ['34', '33'][i],
    roots: [toBase64(parties[i]!.chain[1]!)],
    intermediates: [],
    revoked: [],
  }));
  trust = join(folder, 'trust-anchor.json');
  const anchor = {
    v: 1,
    n: 1,
    network: 'ab'.repeat(16),
    channel: 'certbridge',
    chaincode: 'certbridge',
    threshold: 2,
    provinces,
  };
  await writeFile(trust, JSON.stringify(anchor));
  const forger = await makeParty('forger');
  await writeFile(join(folder, 'forged.pdf'), signFile(makeFile(makeObjects('a.b.c~')), forger));
  await writeFile(join(folder, 'text.pdf'), 'no PDF at all');
  await writeFile(join(folder, 'qr.txt'), `${QR_TEXT}\n`);
  await writeFile(join(folder, 'qr.png'), await QRCode.toBuffer(QR_TEXT));
  await writeFile(join(folder, 'broken.json'), '{"v":1');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(args: string[], stdin = ''): Promise<{ exit: number; out: string; error: string }> {
  let [out, error] = ['', ''];
  const exit = await main(args, {
    stdin: Readable.from([Buffer.from(stdin)]),
    out: (text) => (out += `${text}\n`),
    error: (text) => (error += `${text}\n`),
    colours: false,
  });
  return { exit, out, error };
}
const at = (name: string): string => join(folder, name);
const verify = (...args: string[]) => run(['--trust', trust, '--offline', ...args]);

describe('certbridge-verify', () => {
  it('says of each file what it is, in Chinese and in English, and ends with 1 if one is invalid', async () => {
    const { exit, out } = await verify(at('forged.pdf'), at('text.pdf'));
    expect(exit).toBe(1);
    expect(out).toContain('✘ 无效 Invalid');
    expect(out).toContain(messageOf('NOT_A_CERTIFICATE', 'zh'));
    expect(out).toContain(messageOf('NOT_A_CERTIFICATE', 'en'));
    expect(out).not.toContain('\u001b');
  });

  it('reads QR text from a file, a picture, standard input and the command line alike', async () => {
    const outs = await Promise.all([
      run(['--trust', trust, '--offline', '--json', at('qr.txt')]),
      run(['--trust', trust, '--offline', '--json', at('qr.png')]),
      run(['--trust', trust, '--offline', '--json', '-'], QR_TEXT),
      run(['--trust', trust, '--offline', '--json', QR_TEXT]),
    ]);
    const reports = outs.map(({ out }) => (JSON.parse(out) as (Report & { file: string })[])[0]!);
    expect(new Set(reports.map(({ code }) => code)).size).toBe(1);
    expect(reports.map(({ file }) => file.length <= 40 || file.startsWith(folder))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(outs.every(({ exit }) => exit === 1)).toBe(true);
  });

  it('says of hundreds of files what it says of one, in their order', async () => {
    const few = [at('text.pdf'), at('qr.txt'), at('forged.pdf')];
    const alone = JSON.parse((await verify('--json', ...few)).out) as object[];
    const { exit, out } = await verify('--json', ...Array.from({ length: 70 }, () => few).flat());
    expect(JSON.parse(out)).toEqual(Array.from({ length: 70 }, () => alone).flat());
    expect(exit).toBe(1);
  });

  it('never calls forged what it cannot look at whole: cut short, or larger than what is read', async () => {
    const forged = await readFile(at('forged.pdf'));
    await writeFile(at('cut.pdf'), forged.subarray(0, forged.length - 10));
    await writeFile(at('empty.pdf'), '');
    const large = Buffer.alloc(32 * 1024 * 1024 + 1);
    forged.copy(large);
    await writeFile(at('large.pdf'), large);
    (await readFile(at('qr.png'))).copy(large);
    await writeFile(at('large.png'), large);
    const files = ['cut.pdf', 'empty.pdf', 'large.pdf', 'large.png'].map(at);
    const { exit, out } = await verify('--json', ...files);
    expect((JSON.parse(out) as Report[]).map(({ code }) => code)).toEqual([
      'PDF_UNREADABLE',
      'PDF_UNREADABLE',
      'PDF_TOO_LARGE',
      'PICTURE_TOO_LARGE',
    ]);
    expect(exit).toBe(2);
  });

  it('prints an array of reports for machines, in the order asked', async () => {
    const { out } = await verify('--json', at('text.pdf'), at('forged.pdf'));
    const reports = JSON.parse(out) as (Report & { file: string })[];
    expect(reports.map(({ file }) => file)).toEqual([at('text.pdf'), at('forged.pdf')]);
    expect(reports[0]).toMatchObject({ verdict: 'invalid', code: 'NOT_A_CERTIFICATE', certificate: null });
  });

  it.each<[string, () => string[], RegExp]>([
    ['no file', () => [], /--watch/],
    ['files and --watch', () => ['--trust', trust, '--watch', at('qr.txt')], /one of the two/],
    ['a file that is not there', () => ['--trust', trust, at('nowhere.pdf')], /There is no file/],
    ['a folder', () => ['--trust', trust, folder], /is a folder/],
    [
      'no trust anchor',
      () => ['--trust', at('nowhere.json'), at('qr.txt')],
      /trust anchor .* cannot be read/,
    ],
    ['a broken trust anchor', () => ['--trust', at('broken.json'), at('qr.txt')], /is not a trust anchor/],
    [
      'a mirror that is not there',
      () => ['--trust', trust, '--mirror', at('none'), at('qr.txt')],
      /There is no mirror/,
    ],
    [
      'an address that is none',
      () => ['--trust', trust, '--from', 'ftp://x', '--', at('qr.txt')],
      /no http or https/,
    ],
    ['an unknown option', () => ['--frobnicate', at('qr.txt')], /unknown option/],
    ['an age that is no number', () => ['--max-age', 'old', at('qr.txt')], /positive number/],
    [
      'a presentation without its request',
      () => ['--trust', trust, '--offline', 'eyJh.eyJi.c2ln~'],
      /--audience and --nonce/,
    ],
    [
      'roots that are none',
      () => ['--trust', trust, '--offline', '--timestamp-roots', at('qr.txt'), at('qr.txt')],
      /no root certificates/,
    ],
    ['sync without an address', () => ['sync', '--trust', trust], /./],
    [
      'a receipt without place and purpose',
      () => ['--trust', trust, '--offline', '--receipt-key', at('qr.txt'), at('qr.txt')],
      /--place and --purpose/,
    ],
    [
      'a window key that is none',
      () => [
        ...['--trust', trust, '--offline', '--place', 'x', '--purpose', 'y'],
        ...['--receipt-key', at('qr.txt'), at('qr.txt')],
      ],
      /is not a window key/,
    ],
  ])('used wrongly, ends with 64 and a sentence: %s', async (_, args, sentence) => {
    const { exit, error, out } = await run(args());
    expect(exit).toBe(64);
    expect(error).toMatch(sentence);
    expect(out).toBe('');
  });

  it('with --watch answers each line at once, each on a line of its own for machines', async () => {
    const lines = [QR_TEXT, '', QR_TEXT.slice(0, -4), 'https://shop.example/', 'hello'];
    const { exit, out } = await run(
      ['--trust', trust, '--offline', '--watch', '--json'],
      `${lines.join('\r\n')}\r\n`,
    );
    const codes = out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as Report).code);
    expect(codes).toEqual(['NOT_A_CERTIFICATE', 'READ_AGAIN', 'NOT_A_CERTIFICATE', 'NOT_A_CERTIFICATE']);
    expect(exit).toBe(1);
  });

  it('with --watch answers before the next line comes', async () => {
    const stdin = new PassThrough();
    let heard: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => (heard = resolve));
    const ended = main(['--trust', trust, '--offline', '--watch'], {
      stdin,
      out: () => heard(),
      error: () => undefined,
      colours: false,
    });
    stdin.write(`${QR_TEXT.slice(0, -4)}\r`);
    await answered;
    stdin.end();
    expect(await ended).toBe(2);
  });

  it('says what to do next, in both languages', async () => {
    const { exit, out } = await verify(QR_TEXT.slice(0, -4));
    expect(exit).toBe(2);
    expect(out).toContain(allCodes.READ_AGAIN.zh.next);
    expect(out).toContain(allCodes.READ_AGAIN.en.next);
  });

  it('shows the trust anchor with its fingerprints', async () => {
    const { exit, out } = await run(['trust', 'show', '--trust', trust]);
    expect(exit).toBe(0);
    expect(out).toContain(await trustAnchorId(parseTrustAnchor(await readFile(trust))));
    expect(out).toMatch(/安徽省 AnhuiMSP \(34\)/);
    const json = JSON.parse((await run(['trust', 'show', '--json', '--trust', trust])).out) as {
      provinces: unknown[];
    };
    expect(json.provinces).toHaveLength(2);
  });

  it('refuses a trust anchor of another fingerprint than the pinned one', async () => {
    const id = await trustAnchorId(parseTrustAnchor(await readFile(trust)));
    const copied = (id.toUpperCase().match(/../g) ?? []).join(':');
    expect((await run(['trust', 'show', '--trust', trust, '--pin', copied])).exit).toBe(0);
    const { exit, error } = await verify('--pin', 'ab'.repeat(32), at('text.pdf'));
    expect(exit).toBe(64);
    expect(error).toMatch(/another fingerprint/);
  });

  it('signs a verification receipt for each file, and checks it against pinned keys and the file', async () => {
    const keys = ['--out', at('window.json'), '--public', at('windows.json')];
    const made = await run(['window-key', 'create', ...keys, '--name', '12 号窗口']);
    expect(made.exit).toBe(0);
    const fingerprint = /指纹 Fingerprint +(\S+)/.exec(made.out)?.[1] ?? '';
    expect((await stat(at('window.json'))).mode & 0o777).toBe(0o600);
    expect((await run(['window-key', 'show', at('windows.json')])).out).toContain(fingerprint);
    expect((await run(['window-key', 'create', ...keys])).exit).toBe(64);

    const told = ['--receipt-key', at('window.json'), '--receipts', at('receipts'), '--place', '12 号窗口'];
    const signed = await verify('--json', ...told, '--purpose', '落户', at('qr.png'), at('text.pdf'));
    expect(signed.exit).toBe(1);
    const reports = JSON.parse(signed.out) as (Report & { receipt: string })[];
    const [picture, pdf] = reports.map(({ receipt }) => receipt);
    // A name from which nobody learns whose certificate was looked at.
    expect(picture).toMatch(/receipts\/\d{8}T\d{6}Z-[0-9a-f]{32}\.jwt$/);

    const checked = await run([
      'receipt',
      picture!,
      '--window-keys',
      at('windows.json'),
      '--shown',
      at('qr.png'),
    ]);
    expect(checked.exit).toBe(0);
    expect(checked.out).toContain('✔ 回执有效 Receipt valid');
    expect(checked.out).toContain(fingerprint);
    expect(checked.out).toContain('落户');
    const swapped = await run([
      'receipt',
      pdf!,
      '--window-keys',
      at('windows.json'),
      '--shown',
      at('forged.pdf'),
    ]);
    expect(swapped).toMatchObject({ exit: 1 });
    expect(swapped.out).toContain('与所示内容不符');
    const unknown = await run(['receipt', '--json', pdf!, '--window-keys', at('others.json')]);
    expect(unknown.exit).toBe(64);
    await run(['window-key', 'create', '--out', at('other.json'), '--public', at('others.json')]);
    const other = await run(['receipt', '--json', pdf!, '--window-keys', at('others.json')]);
    expect(other.exit).toBe(2);
    expect(JSON.parse(other.out)).toMatchObject([{ file: pdf, code: 'WINDOW_KEY_UNKNOWN', receipt: null }]);
  });

  it('says loudly that the provinces signed two histories, also with the cable out', async () => {
    const store = new FolderStore(at('forked'));
    await store.put(`evidence/fork-${'0'.repeat(32)}.json`, new Uint8Array());
    const { error } = await verify('--mirror', at('forked'), at('text.pdf'));
    expect(error).toContain('请立即上报安全管理员');
    expect(error).toContain('two histories');
  });

  it('helps, and that is no error', async () => {
    const { exit, out } = await run(['--help']);
    expect(exit).toBe(0);
    expect(out).toContain('trust');
    expect(out).toMatch(/用法 Usage[^]*选项 Options[^]*显示帮助/);
    expect((await run(['sync', '--help'])).out).toMatch(/用法 Usage[^]*参数 Arguments/);
  });

  it('says in both languages that it was called wrongly', async () => {
    const { exit, error } = await run(['--nonsense']);
    expect(exit).toBe(64);
    expect(error).toMatch(/命令写法有误.*unknown option '--nonsense'/);
  });

  it('tells what a server that serves nonsense did wrong, and ends with 2', async () => {
    const server = createServer((_, response) => response.end('nonsense')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const { exit, out, error } = await run(['sync', '--trust', trust, '--mirror', at('mirror'), url]);
    server.close();
    expect(exit).toBe(2);
    expect(out).toContain('未能更新 failed');
    expect(error).toContain(url);
  });

  it('syncs issuers of some provinces, and with --require-anchoring calls a stolen key’s QR code forged, by the lists that sync --qr-lists fetched', async () => {
    const { world, qrText, forgedQrText } = await anchorCertificate(Date.now());
    await writeFile(at('world.json'), JSON.stringify(world.anchor));
    const server = createServer((request, response) => {
      const bytes = world.files.get((request.url ?? '').slice(1));
      response.writeHead(bytes ? 200 : 404).end(bytes);
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const pinned = ['--trust', at('world.json'), '--mirror', at('listed')];
    const codesOf = async (...flags: string[]): Promise<string[]> => {
      const { out } = await run([...pinned, '--json', ...flags, qrText, forgedQrText]);
      return (JSON.parse(out) as Report[]).map(({ code }) => code);
    };
    expect((await run(['sync', ...pinned, '--regions', '33,x', url])).exit).toBe(64);
    expect((await run(['sync', ...pinned, '--regions', '34,51', url])).exit).toBe(0);
    expect(await codesOf('--offline')).toEqual(['STATUS_STALE', 'STATUS_STALE']);
    expect((await run(['sync', ...pinned, '--regions', '34,33', url])).exit).toBe(0);
    expect(await codesOf('--offline')).toEqual(['OK', 'OK']);
    const strict = ['--offline', '--require-anchoring'];
    expect(await codesOf(...strict)).toEqual(['RECEIPT_MISSING', 'RECEIPT_MISSING']);
    expect((await run(['sync', ...pinned, '--qr-lists', url])).exit).toBe(0);
    expect(await codesOf(...strict)).toEqual(['OK', 'NOT_ANCHORED']);
    // With a network the command fetches the lists itself, and `sync` says how many nobody has.
    await rm(at('listed/qr'), { recursive: true });
    expect(await codesOf('--require-anchoring')).toEqual(['OK', 'NOT_ANCHORED']);
    await rm(at('listed/qr'), { recursive: true });
    world.files.delete(`feed/i/${issuerCode}/qr/1`);
    expect((await run(['sync', ...pinned, '--qr-lists', url])).out).toMatch(/Lists lacking +1/);
    server.close();
  });

  it('runs as a process', async () => {
    const bin = fileURLToPath(new URL('../../bin/certbridge-verify.js', import.meta.url));
    const exit = await new Promise((resolve) => {
      execFile(process.execPath, [bin, '--trust', trust, '--offline', at('text.pdf')], (error, stdout) =>
        resolve([error?.code, stdout.includes('无效 Invalid')]),
      );
    });
    expect(exit).toEqual([1, true]);
  });
});

describe('a genuine code at a window with its own mirror', () => {
  let texts: string[];
  let own: string[];

  beforeAll(async () => {
    const key = await newIssuerKey();
    const world = await TestNetwork.withIssuer(key, Date.now());
    const text = async (version: string): Promise<string> => {
      const common = { type: typeCode, issuer: issuerCode, serial: '1' };
      const cose = await signQr(
        {
          issuer: issuerCode,
          identifier: formatIdentifier({ ...common, version }),
          certId: new Uint8Array(16).fill(Number(version)),
          name: '居住证',
          holderName: typedHolder.name,
          holderNumber: typedHolder.masked,
          validFrom: '2024-01-01',
          validUntil: null,
        },
        key,
      );
      return (await encodeQrText(cose, 'certbridge.example')).text;
    };
    texts = [await text('001'), await text('002')];
    world.beat();
    await world.publish();
    const trustAnchor = world.anchor;
    const mirror = await openMirror(new FolderStore(at('own-mirror')), { trustAnchor });
    await syncMirror(mirror, { urls: ['http://a'], fetch: new TestServers({ a: world }).fetch });
    await writeFile(at('own-trust.json'), JSON.stringify(trustAnchor));
    own = ['--trust', at('own-trust.json'), '--mirror', at('own-mirror'), '--offline', '--json'];
  });

  const codeOf = async (args: string[], stdin = ''): Promise<string> => {
    const { exit, out } = await run([...own, ...args], stdin);
    return `${exit} ${(JSON.parse(out) as Report[])[0]!.code}`;
  };

  it('is valid however it was delivered, and read again where it did not arrive whole', async () => {
    const [plain, another] = texts as [string, string];
    for (const [how, text] of deliveriesOf(plain)) {
      expect(await codeOf(['-'], text), how).toBe('0 OK');
      expect(await codeOf([text]), how).toBe('0 OK');
    }
    for (const [how, text] of spoiledDeliveriesOf(plain, another))
      expect(await codeOf(['-'], text), how).toBe('2 READ_AGAIN');
  });

  it('is compared with --name and --number, however they are typed', async () => {
    const [plain] = texts as [string, string];
    const flags = (typed: object) =>
      Object.entries(typed).flatMap(([flag, value]) => [`--${flag}`, String(value)]);
    for (const [how, typed] of typedHolders) expect(await codeOf([...flags(typed), plain]), how).toBe('0 OK');
    for (const [code, typed] of otherHolders)
      expect(await codeOf([...flags(typed), plain])).toBe(`1 ${code}`);
  });

  it('is answered line by line with --watch, each compared', async () => {
    const { exit, out } = await run(
      [...own, '--watch', '--name', typedHolder.name],
      `${texts.join('\r\n')}\r`,
    );
    const reports = out.trim().split('\n');
    expect(reports.map((line) => (JSON.parse(line) as Report).checks.at(-1))).toMatchObject([
      { name: 'holder', outcome: 'pass' },
      { name: 'holder', outcome: 'pass' },
    ]);
    expect(exit).toBe(0);
  });
});

describe('a report for people', () => {
  const report = (verdict: Report['verdict'], code: Code): Report => ({
    verdict,
    code,
    message: messageOf(code, 'zh'),
    checks: [{ name: 'status', outcome: 'unknown', code: 'STATUS_STALE', message: '' }],
    certificate: {
      certId: '00',
      identifier: '1.2.156.3005.2.x',
      type: 'x',
      name: '居住证',
      issuer: { code: '11330100MB0000001A', name: '示例市公安局' },
      validFrom: '2026-11-24',
      validUntil: null,
      fields: { name: '\u001b[2J\u202e张三' },
    },
    asOf: null,
    notes: ['IDENTIFIER_CHECK_VARIANT'],
  });
  const named = (verdict: Report['verdict'], code: Code) => ({
    file: 'x.pdf',
    report: report(verdict, code),
  });

  it('lets nothing in a certificate steer the terminal', () => {
    const text = render([named('valid', 'OK')], { colours: false, table: false });
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('\u202e');
    expect(text).toContain('张三');
    expect(text).toContain('长期 no expiry');
    expect(printable('a\u0000b\u2028c')).toBe('a�b�c');
  });

  it('uses colours only where they may be used', () => {
    expect(render([named('valid', 'OK')], { colours: true, table: false })).toContain('\u001b[32m');
  });

  it('of many shows a table, and in full only what is not valid', () => {
    const reports = [named('valid', 'OK'), named('indeterminate', 'STATUS_STALE')];
    const text = render(reports, { colours: false, table: true });
    expect(text).toContain('共 2 份 in all: 有效 Valid 1 · 无效 Invalid 0 · 无法判定 Indeterminate 1');
    expect(text.match(/检查|状态 Status/g)).toHaveLength(1);
  });

  it('of many shows in full whose QR code alone was checked, and what a copy is for', () => {
    const [genuine, printed, copied] = [named('valid', 'OK'), named('valid', 'OK'), named('valid', 'OK')];
    printed.report = { ...printed.report, notes: ['QR_CODE_ONLY'] };
    const { certificate } = copied.report;
    if (certificate === null) throw new Error('a valid report has a certificate');
    const copy = { of: 'ff', purpose: '办理入学', user: '示例小学' };
    copied.report = { ...copied.report, certificate: { ...certificate, copy } };
    const text = render([genuine, printed, copied], { colours: false, table: true });
    expect(text.match(/状态 Status/g)).toHaveLength(2);
    expect(text).toContain('只核验了二维码');
    expect(text).toContain('办理入学');
  });

  it('ends with the worst: 1 over 2 over 0', () => {
    expect(exitCodeOf(['valid'])).toBe(0);
    expect(exitCodeOf(['valid', 'indeterminate'])).toBe(2);
    expect(exitCodeOf(['invalid', 'indeterminate'])).toBe(1);
  });

  it('aligns Chinese by the columns that it takes', () => {
    expect(widthOf('有效 Valid')).toBe(10);
    expect(widthOf('𠮷')).toBe(2);
    expect(pad('有效', 6)).toBe('有效  ');
  });
});
