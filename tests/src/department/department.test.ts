import { once } from 'node:events';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { changeReasons, dateAt, reasonWords } from '@certbridge/verifier-sdk/formats';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inRepository } from '../packages.js';
import { tool } from '../documents/tools.js';
import { missing, python } from '../requirements.js';
import { Office } from './office.js';

const sample = (name: string): string => inRepository('samples', `${name}.csv`);

interface Certificate {
  readonly certId: string;
  readonly issuer: string;
  readonly identifier: string;
}

let office: Office;
const operator = (...args: string[]): ReturnType<Office['certbridge']> => office.certbridge('operator', args);

beforeAll(async () => (office = await Office.open()));
afterAll(() => office.close());

/** Some rows of a sample file as a file of its own. */
async function rowsOf(name: string, from: number, to: number): Promise<string> {
  const lines = (await readFile(sample(name), 'utf8')).split('\n');
  const file = join(office.folder, `${name}-${from}.csv`);
  await writeFile(file, [lines[0], ...lines.slice(from, to)].join('\n'));
  return file;
}

async function issue(name: string, from: number, to: number): Promise<string[]> {
  const out = join(office.folder, `${name}-${from}`);
  const said = await operator('issue', await rowsOf(name, from, to), '--type', name, '--out', out);
  expect(said).toMatchObject({ code: 0, err: '' });
  expect(said.out).toContain(`${to - from} issued, 0 refused, all anchored`);
  return (await readdir(out)).sort().map((file) => join(out, file));
}

const identifierOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1, -'.pdf'.length);

async function show(identifier: string): Promise<Certificate> {
  return JSON.parse((await operator('show', identifier)).out) as Certificate;
}

describe('the sample file of bad rows', () => {
  it('is issued but for its bad rows, each named by row, column, problem and remedy in both languages', async () => {
    const out = join(office.folder, 'bad');
    const said = await operator(
      'issue',
      sample('bad-residence-permit'),
      '--type',
      'residence-permit',
      '--out',
      out,
    );
    expect(said.code).toBe(1);
    expect(said.out).toContain('2 issued, 15 refused, all anchored');
    const rows = Array.from(
      said.err.matchAll(/^第 (\d+) 行“(\S+)”(.+)，(.+)\n {4}row \1, \2:.* (.+); (.+)$/gm),
    );
    expect(rows.map(([, line]) => Number(line))).toEqual(Array.from({ length: 15 }, (_, at) => at + 3));
    expect(await readdir(out)).toHaveLength(2);
    // What it shows of the values is enough for the clerk who has the file, and for nobody else.
    const csv = await readFile(sample('bad-residence-permit'), 'utf8');
    for (const [number] of csv.matchAll(/\d{17}[\dX]/g)) expect(said.err).not.toContain(number);
  });

  it('is refused whole when asked', async () => {
    const said = await operator(
      ...['issue', sample('bad-residence-permit'), '--type', 'residence-permit', '--all-or-nothing'],
    );
    expect(said.code).toBe(1);
    expect(said.out).toContain('Nothing was issued');
  });
});

it('serves what came after an offset of the feed’s files, for mirrors whose page has grown', async () => {
  const address = `${office.bridge.url}/feed/checkpoint.json`;
  await office.bridge.service.feed.update();
  const whole = Buffer.from(await (await fetch(address)).arrayBuffer());
  const ask = (range: string): Promise<Response> => fetch(address, { headers: { Range: range } });
  const part = await ask('bytes=10-');
  expect(part.status).toBe(206);
  expect(part.headers.get('Content-Range')).toBe(`bytes 10-${whole.length - 1}/${whole.length}`);
  expect(Buffer.from(await part.arrayBuffer())).toEqual(whole.subarray(10));
  // Other ranges may be ignored (RFC 9110 §14.2).
  for (const range of [`bytes=${whole.length}-`, 'bytes=0-3', 'bytes=-5', 'pages=1-']) {
    const answer = await ask(range);
    expect([range, answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([
      range,
      200,
      whole.length,
    ]);
  }
});

it('compresses the feed’s JSON for readers that accept gzip, and never a part of it', async () => {
  const { feed } = office.bridge.service;
  await feed.update();
  const whole = (await feed.file('checkpoint.json'))?.bytes ?? Buffer.of();
  const address = new URL('/feed/checkpoint.json', office.bridge.url);
  const ask = async (headers: Record<string, string>): Promise<[IncomingMessage, Buffer]> => {
    const [answer] = (await once(request(address, { headers }).end(), 'response')) as [IncomingMessage];
    return [answer, await buffer(answer)];
  };
  const [plain, bytes] = await ask({});
  expect(plain.headers).toMatchObject({ vary: 'Accept-Encoding' });
  expect(plain.headers).not.toHaveProperty('content-encoding');
  expect(bytes).toEqual(whole);
  for (const accepted of ['gzip', 'br;q=1, gzip;q=0.5', '*']) {
    const [encoded, short] = await ask({ 'Accept-Encoding': accepted });
    expect(encoded.headers).toMatchObject({ vary: 'Accept-Encoding', 'content-encoding': 'gzip' });
    expect(encoded.headers.etag).not.toBe(plain.headers.etag);
    expect(short.length).toBeLessThan(whole.length);
    expect(gunzipSync(short)).toEqual(whole);
    const again = { 'Accept-Encoding': accepted, 'If-None-Match': encoded.headers.etag ?? '' };
    expect((await ask(again))[0].statusCode).toBe(304);
  }
  for (const refused of ['gzip;q=0', 'identity', 'br']) {
    const [answer, same] = await ask({ 'Accept-Encoding': refused });
    expect(answer.headers).not.toHaveProperty('content-encoding');
    expect(same).toEqual(whole);
  }
  const [part, end] = await ask({ 'Accept-Encoding': 'gzip', Range: 'bytes=10-' });
  expect(part.statusCode).toBe(206);
  expect(part.headers).not.toHaveProperty('content-encoding');
  expect(end).toEqual(whole.subarray(10));
});

describe('a reason of a status change', () => {
  it('is named in both languages by the command and by the service’s description', async () => {
    const help = (await operator('status', '--help')).out;
    const described = await (await fetch(new URL('/openapi.json', office.bridge.url))).text();
    for (const code of changeReasons) {
      const { zh, en } = reasonWords[code];
      expect(help).toMatch(new RegExp(`^  ${code} +${zh} ${en}$`, 'm'));
      expect(described).toContain(`\`${code}\` ${zh}, ${en}`);
    }
  });
});

describe('the command line', () => {
  it('says in one sentence what is wrong with how it was called', async () => {
    const trouble = async (...args: string[]): Promise<string> => (await operator(...args)).err;
    expect(await trouble('issue', 'nowhere.csv', '--type', 'residence-permit')).toMatch(
      /nowhere\.csv cannot be read/,
    );
    expect(await trouble('issue', sample('real-estate'), '--type', 'passport')).toMatch(
      /no certificate type passport/,
    );
    expect(await trouble('status', '0'.repeat(32), 'revoked', '--reason', 'because')).toMatch(
      /Allowed choices are/,
    );
    expect((await office.certbridge('nobody', ['waiting'])).err).toMatch(/Set CERTBRIDGE_TOKEN/);
    expect(await trouble('print')).toMatch(/^没有这个命令.*unknown command/);
    expect(await trouble('approve-type', 'residence-permit')).toMatch(/network-administrator/);
  });

  it('proposes and approves certificate types, as often as one likes', async () => {
    for (let time = 0; time < 2; time += 1) {
      const said = await office.certbridge('network-administrator', ['approve-type', 'residence-permit']);
      expect(said).toMatchObject({ code: 0, err: '' });
      expect(said.out).toContain('is approved');
    }
    const unknown = await office.certbridge('network-administrator', ['approve-type', 'passport']);
    expect(unknown).toMatchObject({ code: 1 });
  });

  it('asks before what is final, and changes nothing without a yes', async () => {
    const [file = ''] = await issue('business-licence', 1, 2);
    const args = ['status', identifierOf(file), 'revoked', '--reason', 'data-error'];
    const declined = await office.certbridge('operator', args, 'n');
    expect(declined).toMatchObject({
      code: 1,
      err: expect.stringContaining('Nothing was changed') as string,
    });
    expect(await office.windowSays(await readFile(file))).toMatchObject({ verdict: 'valid', code: 'OK' });
    expect((await office.certbridge('operator', args, 'y')).out).toContain('is revoked');
    const { issuer, certId } = await show(identifierOf(file));
    await office.settled(issuer, certId, 'revoked');
    expect(await office.windowSays(await readFile(file))).toMatchObject({
      verdict: 'invalid',
      code: 'REVOKED',
    });
  });
});

describe('a status change reaches the window', () => {
  it('suspended, reinstated, cancelled', async () => {
    const [file = ''] = await issue('residence-permit', 1, 2);
    const { issuer, certId, identifier } = await show(identifierOf(file));
    for (const [state, reason, code] of [
      ['suspended', 'under-review', 'SUSPENDED'],
      ['reinstated', 'review-passed', 'OK'],
      ['cancelled', 'holder-request', 'CANCELLED'],
    ] as const) {
      expect(await operator('status', identifier, state, '--reason', reason, '--yes')).toMatchObject({
        code: 0,
      });
      await office.settled(issuer, certId, state);
      expect((await office.windowSays(await readFile(file))).code).toBe(code);
    }
  });

  it('renewed: the old one names its successor, which is valid', async () => {
    const [file = ''] = await issue('residence-permit', 2, 3);
    const changes = join(office.folder, 'changes.json');
    await writeFile(changes, JSON.stringify({ residence: '浙江省示例市示范区望湖路1号' }));
    const validity = ['--valid-from', '2026-01-01', '--valid-until', '2036-01-01'];
    const said = await operator('renew', identifierOf(file), ...validity, '--changes', changes);
    expect(said).toMatchObject({ code: 0, err: '' });
    const old = await show(identifierOf(file));
    await office.settled(old.issuer, old.certId, 'superseded');
    const renewed = await show(said.out.split(' ')[0] ?? '');
    const report = await office.windowSays(await readFile(file));
    expect(report).toMatchObject({ verdict: 'invalid', code: 'SUPERSEDED' });
    expect(JSON.stringify(report)).toContain(renewed.certId);
    const { pdf } = await office.bridge.service.issuing.pdf(renewed.issuer, renewed.certId);
    expect(await office.windowSays(pdf)).toMatchObject({ verdict: 'valid', code: 'OK' });
  });

  it('transferred to another department’s certificate', async () => {
    const [file = ''] = await issue('residence-permit', 3, 4);
    const [other = ''] = await issue('social-security-card', 1, 2);
    const [mine, theirs] = [await show(identifierOf(file)), await show(identifierOf(other))];
    const by = `${theirs.issuer}/${theirs.certId}`;
    const said = await operator(
      'status',
      mine.identifier,
      'transferred',
      '--reason',
      'moved',
      '--by',
      by,
      '--yes',
    );
    expect(said).toMatchObject({ code: 0, err: '' });
    await office.settled(mine.issuer, mine.certId, 'transferred');
    expect((await office.windowSays(await readFile(file))).code).toBe('TRANSFERRED');
  });
});

describe('a purpose-limited copy', () => {
  const limits = { purpose: '办理住房公积金提取', user: '示例市住房公积金管理中心' };
  const day = (days: number): string => dateAt(Date.now() + days * 86_400_000);
  const copy = (identifier: string, until: string, ...more: string[]): ReturnType<typeof operator> =>
    operator(
      ...[
        'copy',
        identifier,
        '--purpose',
        limits.purpose,
        '--user',
        limits.user,
        '--valid-until',
        until,
        ...more,
      ],
    );

  it('is valid for what it says, as PDF and as picture, until its original is not', async () => {
    const [file = ''] = await issue('residence-permit', 4, 5);
    const original = await show(identifierOf(file));
    const out = join(office.folder, 'copy.pdf');
    const said = await copy(original.identifier, day(30), '--out', out);
    expect(said).toMatchObject({ code: 0, err: '' });
    const pdf = await readFile(out);
    const valid = {
      verdict: 'valid',
      certificate: { validUntil: day(30), copy: { of: original.certId, ...limits } },
    };
    const report = await office.windowSays(pdf);
    expect(report).toMatchObject(valid);
    expect(report.checks.find(({ name }) => name === 'anchoring')?.outcome).toBe('pass');
    expect(report.certificate?.fields).toMatchObject(
      (await office.windowSays(await readFile(file))).certificate!.fields,
    );
    const [name = ''] = said.out.split(' ');
    expect(await show(name)).toMatchObject({ copyOf: original.certId, state: 'issued' });

    const picture = join(office.folder, 'copy.png');
    expect(await operator('fetch', name, '--out', picture)).toMatchObject({ code: 0, err: '' });
    expect(await office.windowSays(await readFile(picture))).toMatchObject(valid);

    await operator('status', original.identifier, 'suspended', '--reason', 'under-review');
    await office.settled(original.issuer, original.certId, 'suspended');
    expect((await office.windowSays(pdf)).code).toBe('SUSPENDED');
    expect((await copy(original.identifier, day(30))).err).toContain('(NOT_COPYABLE)');
    await operator('status', original.identifier, 'revoked', '--reason', 'data-error', '--yes');
    await office.settled(original.issuer, original.certId, 'revoked');
    expect(await office.windowSays(pdf)).toMatchObject({ verdict: 'invalid', code: 'REVOKED' });
    expect((await office.windowSays(await readFile(picture))).code).toBe('REVOKED');
  });

  it.skipIf(missing('pdftotext'))('shows its original’s days, and in a note its own', async () => {
    const [file = ''] = await issue('residence-permit', 6, 7);
    const out = join(office.folder, 'days.pdf');
    expect(await copy(identifierOf(file), day(30), '--out', out)).toMatchObject({ code: 0, err: '' });
    const textOf = async (pdf: string): Promise<string> =>
      (await tool('pdftotext', ['-raw', '-enc', 'UTF-8', pdf, '-'])).output;
    const days = /\d{4}年\d\d月\d\d日至(\d{4}年\d\d月\d\d日|长期)/;
    const shown = days.exec(await textOf(file))?.[0];
    const text = await textOf(out);
    expect(days.exec(text)?.[0]).toBe(shown);
    const [y = '', m = '', d = ''] = day(30).split('-');
    expect(text).toContain(`有效期至：${y}年${m}月${d}日`);
    expect(text).toContain(`仅用于${limits.purpose}`);
    expect(text).toContain(`使用方：${limits.user}`);
    expect(text).toContain(identifierOf(file));
  });

  it('lives short, is of no copy, and of nothing that ended', async () => {
    const [file = ''] = await issue('residence-permit', 5, 6);
    const name = identifierOf(file);
    for (const until of [day(91), day(-1)])
      expect((await copy(name, until)).err).toContain(
        `validUntil is out of range; it must be ${day(0)} to ${day(90)}`,
      );
    expect((await copy(name, 'soon')).err).toContain('validUntil 不是有效日期，请写成 2026-01-31');
    const made = await copy(name, day(1));
    expect(made).toMatchObject({ code: 0, err: '' });
    expect((await copy(made.out.split(' ')[0] ?? '', day(1))).err).toContain('(NOT_COPYABLE)');
    expect((await copy(name, day(1), '--out', 'copy.docx')).err).toContain('.pdf, .png or .svg');
  });
});

describe('a picture', () => {
  it('of an issued certificate is verified by its QR code', async () => {
    const [file = ''] = await issue('social-security-card', 2, 3);
    for (const [ending, begins] of [
      ['png', '\x89PNG'],
      ['svg', '<svg '],
    ] as const) {
      const out = join(office.folder, `card.${ending}`);
      expect(await operator('fetch', identifierOf(file), '--out', out)).toMatchObject({ code: 0, err: '' });
      expect((await readFile(out, 'latin1')).slice(0, begins.length)).toBe(begins);
    }
    const report = await office.windowSays(await readFile(join(office.folder, 'card.png')));
    expect(report).toMatchObject({ verdict: 'valid', certificate: { identifier: identifierOf(file) } });
  });
});

describe('four eyes', () => {
  it('what an operator submits waits until an approver, and nobody else, approves it', async () => {
    const { issuers } = (await (
      await fetch(`${office.bridge.url}/api/v1/issuers`, {
        headers: { authorization: `Bearer ${await office.token('administrator')}` },
      })
    ).json()) as {
      issuers: { code: string; name: string; mspId: string; types: string[]; authorities: string[] }[];
    };
    const type = office.bridge.service.types.newest('real-estate').code;
    const issuer = issuers.find(({ types }) => types.includes(type))!;
    const { name, mspId, types, authorities } = issuer;
    const saved = await fetch(`${office.bridge.url}/api/v1/issuers/${issuer.code}`, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${await office.token('administrator')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ name, mspId, types, authorities, fourEyes: true }),
    });
    expect(saved.status, await saved.clone().text()).toBe(200);

    const said = await operator('issue', await rowsOf('real-estate', 1, 4), '--type', 'real-estate');
    expect(said.out).toContain('waits for approval 待审核');
    const waiting = await office.certbridge('approver', ['waiting']);
    const [, id = ''] = /^([0-9a-f-]{36}) {2}.+签发 3 份/m.exec(waiting.out) ?? [];
    expect((await operator('approve', id)).err).toMatch(/role|approver/i);
    expect(await office.certbridge('approver', ['approve', id])).toMatchObject({ code: 0, err: '' });
    expect((await office.certbridge('approver', ['waiting'])).out).toContain('Nothing waits');
    expect((await office.certbridge('approver', ['reject', id])).err).toContain('waits for approval');
  });
});

describe('PostgreSQL gone', () => {
  it('requests fail with 503 and a remedy, and work again by themselves once it is back', async () => {
    const authorization = `Bearer ${await office.token('operator')}`;
    const ask = (): Promise<Response> =>
      fetch(`${office.bridge.url}/api/v1/issuers`, { headers: { authorization } });
    await office.stopPostgres();
    const refused = await ask();
    expect(refused.status).toBe(503);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await refused.json()).toMatchObject({ status: 503, code: 'DATABASE_UNAVAILABLE' });
    const ready = await fetch(`${office.bridge.url}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({
      database: 'down',
      lacking: [{ part: 'database', stops: true }],
    });
    expect((await fetch(`${office.bridge.url}/healthz`)).status).toBe(200);

    await office.startPostgres();
    expect((await ask()).status).toBe(200);
    await issue('business-licence', 5, 7);
  });
});

const { numRuns = 0, seed } = fc.readConfigureGlobal();
const EXAMPLES = Math.max(5, numRuns / 60);

/* Last, for it leaves issuers and types of its own behind. */
describe('a stranger that reads only /openapi.json', () => {
  it.skipIf(missing('schemathesis')).each(['operator', 'administrator'])(
    'finds every answer to an %s as it is described, and no method that ends in a failure',
    async (role) => {
      const checks =
        'not_a_server_error,status_code_conformance,content_type_conformance,' +
        'response_headers_conformance,response_schema_conformance,unsupported_method,ignored_auth';
      const args = [
        ...['-m', 'schemathesis.cli', 'run', `${office.bridge.url}/openapi.json`],
        ...['-H', `Authorization: Bearer ${await office.token(role)}`],
        ...[
          '--checks',
          checks,
          '--phases',
          'examples,coverage,fuzzing',
          '--max-examples',
          String(EXAMPLES),
          '--seed',
          String(seed),
        ],
        // RFC 3161 requests are DER, which it cannot make; a batch's events last as long as the batch.
        ...['--exclude-path', '/timestamps', '--no-color'],
        // What ends sessions would end the one that it asks with.
        ...['endSession', 'endOtherSession', 'endSessionsOfPerson'].flatMap((id) => [
          '--exclude-operation-id',
          id,
        ]),
      ];
      // It keeps a cache where it is run.
      const env = {
        ...process.env,
        SCHEMATHESIS_HOOKS: inRepository('tests', 'validators', 'schemathesis_hooks.py'),
      };
      const said = await tool(python, args, { cwd: office.folder, env });
      expect(said.code, said.output).toBe(0);
    },
  );
});
