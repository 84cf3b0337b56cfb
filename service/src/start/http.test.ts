import { EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import pino from 'pino';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Problem } from '../platform/problems/index.js';
import { openQuotas, quotaNames } from '../platform/quotas/index.js';
import type { Quota, QuotaName, Quotas } from '../platform/quotas/index.js';
import {
  Room,
  addressReader,
  createApp,
  eventStream,
  limitsOf,
  listen,
  operation,
} from '../platform/http/index.js';
import { NotAuthenticated } from '../platform/principal/index.js';
import type { Role } from '../platform/principal/index.js';
import type { Context } from 'koa';
import type { Authenticated, HttpServer, Refusal } from '../platform/http/index.js';

/** Tells of every part of a body that `count` has read. */
const counting = new EventEmitter();

/** Tells that `wait` and `upload` have begun; tells `wait` to go on. */
const waiting = new EventEmitter();

/** Of files that arrive. */
const room = new Room(1_000);

const takesFile = {
  tag: 'service',
  permission: { roles: ['operator', 'approver', 'clerk'], scope: 'own' },
  quota: 'upload',
  body: { stream: ['text/csv'], limit: 100_000 },
  long: true,
} as const;

/** Two ticks, then nothing until the caller is gone. */
const ticking = (signal: AbortSignal): Readable => {
  async function* ticks(): AsyncGenerator<{ event: string; data: number }> {
    for (let n = 1; n <= 2; n++) yield { event: 'tick', data: n };
    await delay(60_000, undefined, { signal, ref: false });
  }
  return eventStream(ticks(), signal);
};

const operations = [
  operation({
    id: 'double',
    method: 'post',
    path: '/double/{by}',
    summary: 'Doubles',
    tag: 'service',
    permission: { roles: ['operator'], scope: 'own' },
    params: z.object({ by: z.coerce.number().int() }),
    body: {
      json: z.strictObject({
        n: z.number(),
        secret: z.string().optional(),
        more: z.record(z.string(), z.array(z.string())).optional(),
      }),
    },
    answers: { 200: { description: 'The product', json: z.strictObject({ product: z.number() }) } },
    handle: ({ params, body }) => Promise.resolve({ status: 200, json: { product: body.n * params.by } }),
  }),
  operation({
    id: 'count',
    method: 'post',
    path: '/count',
    summary: 'Counts bytes',
    tag: 'service',
    permission: 'public',
    body: { stream: ['text/csv'], limit: 100_000 },
    answers: { 200: { description: 'The count', json: z.strictObject({ length: z.number() }) } },
    async handle({ body }) {
      let length = 0;
      for await (const part of body as AsyncIterable<Uint8Array>) {
        length += part.length;
        counting.emit('part');
      }
      return { status: 200, json: { length } };
    },
  }),
  operation({
    id: 'fail',
    method: 'get',
    path: '/fail/{how}',
    summary: 'Fails',
    tag: 'service',
    permission: 'public',
    params: z.object({ how: z.string() }),
    answers: { 200: { description: 'Never', json: z.strictObject({ ok: z.boolean() }) } },
    handle({ params, signal }) {
      if (params.how === 'away')
        throw new Problem('unavailable', 'AWAY', { zh: '暂时不在。', en: 'It is away.' });
      if (params.how === 'schema') return Promise.resolve({ status: 200, json: { ok: 'yes' } });
      if (params.how === 'slow') return delay(60_000, { status: 200 }, { signal, ref: false });
      throw new Error('the password is hunter2');
    },
  }),
  operation({
    id: 'ticks',
    method: 'get',
    path: '/ticks',
    summary: 'Ticks',
    tag: 'service',
    permission: 'public',
    long: true,
    answers: { 200: { description: 'Ticks', media: 'text/event-stream' } },
    handle: ({ signal }) => Promise.resolve({ status: 200, stream: ticking(signal) }),
  }),
  operation({
    id: 'wait',
    method: 'post',
    path: '/wait',
    summary: 'Waits until it is told to go on',
    tag: 'service',
    permission: 'public',
    answers: { 200: { description: 'It was', json: z.strictObject({ done: z.literal(true) }) } },
    async handle() {
      const goOn = once(waiting, 'go-on');
      waiting.emit('begun');
      await goOn;
      return { status: 200, json: { done: true } };
    },
  }),
  operation({
    id: 'isAlive',
    method: 'get',
    path: '/alive',
    summary: 'Answers',
    tag: 'service',
    permission: 'public',
    vital: true,
    answers: { 200: { description: 'It does', json: z.strictObject({ alive: z.literal(true) }) } },
    handle: () => Promise.resolve({ status: 200, json: { alive: true } }),
  }),
  operation({
    id: 'getFigures',
    method: 'get',
    path: '/figures',
    summary: 'For the operator’s machines',
    tag: 'service',
    permission: 'public',
    internal: true,
    answers: { 200: { description: 'Some', json: z.strictObject({ figures: z.int() }) } },
    handle: () => Promise.resolve({ status: 200, json: { figures: 7 } }),
  }),
  operation({
    id: 'upload',
    method: 'post',
    path: '/upload',
    summary: 'Reads to the end',
    ...takesFile,
    answers: { 200: { description: 'Read', json: z.strictObject({ length: z.number() }) } },
    async handle({ body }) {
      waiting.emit('upload');
      return { status: 200, json: { length: (await buffer(body)).length } };
    },
  }),
  operation({
    id: 'keep',
    method: 'patch',
    path: '/keep',
    summary: 'Keeps what comes',
    ...takesFile,
    keptAsItComes: true,
    answers: { 200: { description: 'Kept', json: z.strictObject({ length: z.number() }) } },
    async handle({ body }) {
      waiting.emit('upload');
      return { status: 200, json: { length: (await buffer(body)).length } };
    },
  }),
  operation({
    id: 'arrive',
    method: 'put',
    path: '/arrive',
    summary: 'Reads what has come whole',
    ...takesFile,
    keptAsItComes: true,
    answers: { 200: { description: 'Read', json: z.strictObject({ length: z.number() }) } },
    handle: ({ body, inUploadTurn }) =>
      room.during(body, async (counted) => {
        waiting.emit('upload');
        const { length } = await buffer(counted);
        waiting.emit('arrived');
        return inUploadTurn(() => Promise.resolve({ status: 200, json: { length } }));
      }),
  }),
  operation({
    id: 'hesitate',
    method: 'post',
    path: '/hesitate',
    summary: 'Reads only once its caller is gone',
    tag: 'service',
    permission: 'public',
    body: { stream: ['text/csv'], limit: 100_000 },
    answers: { 200: { description: 'Read', json: z.strictObject({ length: z.number() }) } },
    async handle({ body, signal }) {
      const gone = once(signal, 'abort');
      waiting.emit('begun');
      await gone;
      const read = buffer(body);
      read.catch((error: unknown) => waiting.emit('cut-off', error));
      return { status: 200, json: { length: (await read).length } };
    },
  }),
  operation({
    id: 'ponder',
    method: 'post',
    path: '/ponder',
    summary: 'Reads to the end, and waits until it is told to go on',
    tag: 'service',
    permission: 'public',
    body: { stream: ['text/csv'], limit: 100_000 },
    long: true,
    answers: { 200: { description: 'Read', json: z.strictObject({ length: z.number() }) } },
    async handle({ body }) {
      const { length } = await buffer(body);
      const goOn = once(waiting, 'go-on');
      waiting.emit('begun');
      await goOn;
      return { status: 200, json: { length } };
    },
  }),
  operation({
    id: 'consider',
    method: 'get',
    path: '/consider',
    summary: 'Waits until it is told to go on',
    tag: 'service',
    permission: 'public',
    long: true,
    answers: { 200: { description: 'Considered', json: z.strictObject({ length: z.number() }) } },
    async handle() {
      const goOn = once(waiting, 'go-on');
      waiting.emit('begun');
      await goOn;
      return { status: 200, json: { length: 0 } };
    },
  }),
  operation({
    id: 'pour',
    method: 'get',
    path: '/pour',
    summary: 'Has no end; tells that it is closed',
    tag: 'service',
    permission: 'public',
    long: true,
    answers: { 200: { description: 'Much', media: 'text/csv' } },
    handle() {
      const stream = new Readable({ read: () => void stream.push(Buffer.alloc(65_536)) });
      stream.once('close', () => waiting.emit('closed'));
      return Promise.resolve({ status: 200, stream });
    },
  }),
  operation({
    id: 'ownTicks',
    method: 'get',
    path: '/own-ticks',
    summary: 'Ticks for one who is known',
    tag: 'service',
    permission: { roles: ['operator'], scope: 'own' },
    long: true,
    answers: { 200: { description: 'Ticks', media: 'text/event-stream' } },
    handle({ signal }) {
      ownTicks.push(signal.aborted);
      return Promise.resolve({ status: 200, stream: ticking(signal) });
    },
  }),
];

const unlimited: Quotas = { use: () => Promise.resolve(), useAddress: () => Promise.resolve() };

let server: HttpServer;
/** Works on one request at a time, and on uploads besides. */
let busy: HttpServer;
/** Gives no request much time. */
let impatient: HttpServer;
/** Answers an address three times an hour, unless it is known who asks. */
let rationed: HttpServer;
const token = 'of-an-operator';
const approver = 'of-an-approver';
const clerk = 'of-a-clerk';
const other = 'of-another-clerk';
/** The same operator, who is gone before it is known who asks. */
const leaving = 'of-an-operator-who-leaves';
const roles: Readonly<Record<string, Role>> = {
  [token]: 'operator',
  [approver]: 'approver',
  [clerk]: 'clerk',
  [other]: 'clerk',
  [leaving]: 'operator',
};
const registry = new Registry();
const stopping = new AbortController();
const logged: string[] = [];
const refused: unknown[] = [];
/** Of each call of `ownTicks`: whether it knew that its caller was gone. */
const ownTicks: boolean[] = [];

beforeAll(async () => {
  const options = {
    operations,
    log: pino({ level: 'info' }, { write: (line: string) => void logged.push(line) }),
    authenticate: async (ctx: Context): Promise<Authenticated> => {
      const bearer = ctx.get('Authorization').replace('Bearer ', '');
      if (bearer === leaving) {
        ctx.req.socket.destroy();
        await once(ctx.res, 'close');
      }
      const role = roles[bearer];
      if (role === undefined)
        throw new NotAuthenticated({ zh: '没有这个人。', en: 'Nobody is known by that.' });
      const reach = { issuers: '*', types: '*', authenticatedAt: undefined } as const;
      const subject = bearer === other ? 'another' : role;
      return { principal: { kind: 'person', subject, roles: [role], ...reach } };
    },
    freshFor: 60_000,
    limits: limitsOf(unlimited, 1_000),
    internalToken: 'of-the-operators-machines',
    onRefused: ({ by, operation: { id }, problem }: Refusal) => {
      refused.push([by.subject, by.purpose, id, problem.code]);
      return Promise.resolve();
    },
    database: { transaction: () => Promise.reject(new Error('no operation here changes anything')) },
    addressOf: addressReader([]),
    bodyLimit: 1000,
    stopping: stopping.signal,
  };
  const ofAddress = { per: 'hour', most: 3, setting: 'CERTBRIDGE_ADDRESS_QUOTA' } as const;
  const quotas = Object.fromEntries(quotaNames.map((name) => [name, ofAddress])) as Record<QuotaName, Quota>;
  const noDatabase = { query: () => Promise.reject(new Error('addresses are counted in memory')) };
  const counted: Quotas = { ...openQuotas(noDatabase, quotas, ofAddress), use: () => Promise.resolve() };
  rationed = await listen({ host: '127.0.0.1', port: 0 });
  rationed.serve(
    createApp({
      ...{ ...options, registry: new Registry(), timeout: 600_000 },
      ...{ limits: limitsOf(counted, 1_000), hosts: new Set([`127.0.0.1:${rationed.port}`]) },
    }),
  );
  impatient = await listen({ host: '127.0.0.1', port: 0, silence: 2_000 });
  const hostsOf = ({ port }: HttpServer): Set<string> => new Set([`127.0.0.1:${port}`]);
  impatient.serve(
    createApp({ ...options, registry: new Registry(), timeout: 20, hosts: hostsOf(impatient) }),
  );
  busy = await listen({ host: '127.0.0.1', port: 0 });
  busy.serve(
    createApp({
      ...{ ...options, registry: new Registry(), timeout: 600_000, hosts: hostsOf(busy) },
      limits: limitsOf(unlimited, 1),
    }),
  );
  server = await listen({ host: '127.0.0.1', port: 0 });
  const app = createApp({ ...options, registry, timeout: 600_000, hosts: hostsOf(server) });
  expect((await call('/openapi.json')).status).toBe(503);
  server.serve(app);
});
afterAll(async () => {
  await impatient.close();
  await busy.close();
  await rationed.close();
});

const call = (path: string, init: RequestInit = {}): Promise<Response> => fetch(server.url + path, init);
const double = (body: string, headers: Record<string, string> = {}, query = ''): Promise<Response> =>
  call(`/double/2${query}`, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
  });
/** So many bytes of JSON, the length of which no header field tells. */
const doubleInPieces = (length: number): Promise<Response> =>
  call('/double/2', {
    method: 'POST',
    body: Readable.toWeb(Readable.from(Array(length / 1_000).fill(Buffer.alloc(1_000, ' ')))),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    duplex: 'half',
  });
async function problem(response: Response): Promise<Record<string, unknown>> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const body = (await response.json()) as Record<string, unknown>;
  expect(body['status']).toBe(response.status);
  expect(body['type']).toBe(`urn:certbridge:problem:${String(body['code'])}`);
  expect(body['instance']).toBe(`urn:uuid:${response.headers.get('x-request-id') ?? ''}`);
  const { zh, en } = body['message'] as { zh: string; en: string };
  expect(zh).toMatch(/^\p{Script=Han}|^[\w-]+ \p{Script=Han}/u);
  expect(en).toMatch(/^[\x20-\x7e]+$/);
  expect(body['detail']).toBe(`${zh} ${en}`);
  return body;
}

describe('an operation', () => {
  it('answers, with security headers and a request id', async () => {
    const id = 'e6a9dd0c-6b2e-4c3f-9a52-0d7c1a6a1f00';
    const response = await double('{"n":21}', { 'x-request-id': id });
    expect(await response.json()).toEqual({ product: 42 });
    expect(response.headers.get('x-request-id')).toBe(id);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    ['without a token', () => double('{"n":1}', { authorization: '' }), 401, 'TOKEN_REFUSED'],
    [
      'with a foreign token',
      () => double('{"n":1}', { authorization: 'Bearer x.y.z' }),
      401,
      'TOKEN_REFUSED',
    ],
    [
      'with another role',
      () => double('{"n":1}', { authorization: `Bearer ${approver}` }),
      403,
      'NOT_ALLOWED',
    ],
    ['with a parameter that nobody knows', () => double('{"n":1}', {}, '?name=x'), 400, 'REQUEST_INVALID'],
    ['that is not JSON', () => double('{"n":'), 400, 'JSON_INVALID'],
    ['of the wrong shape', () => double('{"n":"3"}'), 400, 'REQUEST_INVALID'],
    ['with U+0000 in a text', () => double('{"n":1,"secret":"a\\u0000"}'), 400, 'REQUEST_INVALID'],
    ['with U+0000 deep in it', () => double('{"n":1,"more":{"a":["b","c\\u0000"]}}'), 400, 'REQUEST_INVALID'],
    ['with U+0000 in a name', () => double('{"n":1,"more":{"a\\u0000":[]}}'), 400, 'REQUEST_INVALID'],
    ['with U+0000 in its path', () => call('/fail/a%00'), 400, 'REQUEST_INVALID'],
    [
      'that is too large',
      () => double(JSON.stringify({ n: 1, secret: 'x'.repeat(2000) })),
      413,
      'BODY_TOO_LARGE',
    ],
    ['that is too large, and does not say so', () => doubleInPieces(100_000), 413, 'BODY_TOO_LARGE'],
    [
      'of another media type',
      () => double('n=1', { 'content-type': 'text/plain' }),
      415,
      'MEDIA_TYPE_UNSUPPORTED',
    ],
    ['by another method', () => call('/double/2'), 405, 'METHOD_REFUSED'],
    ['to nowhere', () => call('/nowhere?name=secret'), 404, 'ROUTE_UNKNOWN'],
    [
      'to a broken address',
      () => call('/double/%ff', { method: 'POST', headers: { authorization: `Bearer ${token}` } }),
      400,
      'REQUEST_INVALID',
    ],
    ['while something is away', () => call('/fail/away'), 503, 'AWAY'],
    ['that takes too long', () => fetch(`${impatient.url}/fail/slow`), 503, 'TIMEOUT'],
    ['that fails unforeseen', () => call('/fail/badly'), 500, 'INTERNAL'],
    ['whose answer breaks its schema', () => call('/fail/schema'), 500, 'INTERNAL'],
  ])('is refused %s with problem details', async (_, make, status, code) => {
    const response = await make();
    expect(response.status).toBe(status);
    expect(await problem(response)).toMatchObject({ code });
  });

  it('tells of what was refused to whom, with the purpose that they gave, and of nothing else', async () => {
    refused.length = 0;
    const send = (authorization: string, purpose: string): Promise<Response> =>
      fetch(`${server.url}/double/2`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', 'certbridge-purpose': purpose },
        body: '{"n":1}',
      });
    expect((await send(`Bearer ${token}`, encodeURIComponent('复核'))).status).toBe(200);
    expect((await send(`Bearer nobody`, 'x')).status).toBe(401);
    expect((await call('/fail/away')).status).toBe(503);
    expect((await send(`Bearer ${approver}`, encodeURIComponent('复核'))).status).toBe(403);
    expect(await (await send(`Bearer ${token}`, '%')).json()).toMatchObject({ code: 'PURPOSE_INVALID' });
    expect(refused).toEqual([
      ['approver', '复核', 'double', 'NOT_ALLOWED'],
      ['operator', undefined, 'double', 'PURPOSE_INVALID'],
    ]);
  });

  it('names what is wrong and never repeats values or secrets', async () => {
    const wrong = await problem(await double('{"n":1,"secret":["李示例"]}'));
    expect(wrong['errors']).toEqual([
      { where: 'content', path: 'secret', message: 'Invalid input: expected string, received array' },
    ]);
    expect(JSON.stringify(await problem(await call('/fail/badly')))).not.toContain('hunter2');
  });

  it('takes a stream up to its limit, with and without a length announced', async () => {
    const headers = { 'content-type': 'text/csv; charset=utf-8' };
    const send = (length: number, chunked: boolean): Promise<Response> =>
      call('/count', {
        method: 'POST',
        headers,
        body: chunked ? Readable.toWeb(Readable.from([Buffer.alloc(length)])) : Buffer.alloc(length),
        duplex: 'half',
      });
    expect(await (await send(100_000, true)).json()).toEqual({ length: 100_000 });
    expect((await send(100_001, true)).status).toBe(413);
    expect((await send(100_001, false)).status).toBe(413);
  });
});

it('a content that does not end in time ends the request, and the connection', async () => {
  const { port } = new URL(impatient.url);
  const headers = `Host: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json`;
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(`POST /double/2 HTTP/1.1\r\n${headers}\r\nContent-Length: 7\r\n\r\n{"n":`);
  const answer = await text(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(answer).toContain('BODY_TOO_SLOW');
});

it('a content that ends too early while nobody reads it yet fails whoever reads it, and nobody else', async () => {
  const begun = once(waiting, 'begun');
  const cutOff = once(waiting, 'cut-off');
  const socket = connect(server.port, '127.0.0.1');
  const head = `Host: 127.0.0.1:${server.port}\r\nContent-Type: text/csv\r\nContent-Length: 3`;
  socket.write(`POST /hesitate HTTP/1.1\r\n${head}\r\n\r\na`);
  await begun;
  socket.destroy();
  expect(await cutOff).toMatchObject([{ code: 'BODY_CUT_OFF' }]);
  expect((await call('/alive', { method: 'GET' })).status).toBe(200);
});

it('whoever has sent all of it is not cut off while it is worked on, as whoever is silent is', async () => {
  const sent = once(waiting, 'begun');
  const headers = { 'content-type': 'text/csv' };
  const ofContent = fetch(`${impatient.url}/ponder`, { method: 'POST', headers, body: 'abc' });
  await sent;
  const asked = once(waiting, 'begun');
  const ofNothing = fetch(`${impatient.url}/consider`);
  await asked;
  const silent = connect(impatient.port, '127.0.0.1').resume();
  await once(silent, 'close');
  waiting.emit('go-on');
  expect(await (await ofContent).json()).toEqual({ length: 3 });
  expect(await (await ofNothing).json()).toEqual({ length: 0 });
});

it('whoever does not read a long answer is cut off, as whoever is silent is', async () => {
  const closed = once(waiting, 'closed', { signal: AbortSignal.timeout(30_000) });
  const socket = connect(impatient.port, '127.0.0.1').pause();
  socket.write(`GET /pour HTTP/1.1\r\nHost: 127.0.0.1:${impatient.port}\r\n\r\n`);
  await closed;
  socket.destroy();
});

it.each([
  [
    'header fields that are too large',
    `Host: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`,
    431,
    'HEADERS_TOO_LARGE',
  ],
  ['what is no request', 'no header field\r\n\r\n', 400, 'REQUEST_MALFORMED'],
])('%s: answered with problem details, as everything is', async (_, rest, status, code) => {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.write(`GET /double/2 HTTP/1.1\r\n${rest}`);
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(head).toContain('application/problem+json');
  expect(JSON.parse(body)).toMatchObject({ status, code, type: `urn:certbridge:problem:${code}` });
});

it('what is no request is not answered in place of what was asked before it, nor in the midst of that answer', async () => {
  const host = `Host: 127.0.0.1:${server.port}`;
  const open = (): { readonly socket: Socket; readonly received: Promise<string> } => {
    const socket = connect(server.port, '127.0.0.1');
    const received = text(socket);
    return { socket, received };
  };
  const waits = open();
  const begun = once(waiting, 'begun');
  waits.socket.write(`POST /wait HTTP/1.1\r\n${host}\r\nContent-Length: 0\r\n\r\n`);
  await begun;
  waits.socket.write('no request\r\n\r\n');
  expect(await waits.received).toBe('');
  waiting.emit('go-on');

  const streams = open();
  const ticks = once(streams.socket, 'data');
  streams.socket.write(`GET /ticks HTTP/1.1\r\n${host}\r\n\r\n`);
  await ticks;
  const second = once(waiting, 'begun');
  streams.socket.write(`POST /wait HTTP/1.1\r\n${host}\r\nContent-Length: 0\r\n\r\n`);
  await second;
  streams.socket.write('no request\r\n\r\n');
  expect((await streams.received).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200']);
  waiting.emit('go-on');
});

it('event streams of one reader are counted while they are open', async () => {
  const { port } = new URL(server.url);
  const open = async (): Promise<{ readonly socket: Socket; readonly status: number }> => {
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(`GET /ticks HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    const [head] = (await once(socket, 'data')) as [Buffer];
    return { socket, status: Number(head.toString('latin1').slice(9, 12)) };
  };
  const all = await Promise.all(Array.from({ length: 20 }, open));
  expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await problem(await call('/ticks'))).toMatchObject({ status: 429, code: 'STREAMS_EXCEEDED' });
  for (const { socket } of all) socket.destroy();
  await expect
    .poll(async () => {
      const { socket, status } = await open();
      socket.destroy();
      return status;
    })
    .toBe(200);
});

it('an event stream whose reader left before it was known who asks counts no more', async () => {
  const watch = (bearer: string): Promise<Response> =>
    call('/own-ticks', { headers: { authorization: `Bearer ${bearer}` } });
  for (let n = 0; n < 20; n++) await expect(watch(leaving)).rejects.toThrow();
  await expect.poll(() => ownTicks).toEqual(Array(20).fill(true));
  const stays = await watch(token);
  expect(stays.status).toBe(200);
  await stays.body?.cancel();
});

describe('a service with as much to do as it can', () => {
  const ask = (path: string, init: RequestInit = {}): Promise<Response> => fetch(busy.url + path, init);

  it('refuses more at once and says when to come again, tells that it is alive, and finishes what it began', async () => {
    const begun = once(waiting, 'begun');
    const first = ask('/wait', { method: 'POST' });
    await begun;
    const refusedNow = await ask('/fail/badly');
    expect(refusedNow.headers.get('retry-after')).toBe('2');
    expect(await problem(refusedNow)).toMatchObject({ status: 503, code: 'OVERLOADED' });
    expect((await ask('/alive')).status).toBe(200);
    waiting.emit('go-on');
    expect(await (await first).json()).toEqual({ done: true });
    expect((await ask('/fail/badly')).status).toBe(500);
  });

  /** A file of which one of three bytes was sent. */
  const begin = async (bearer: string, line = 'POST /upload'): Promise<Socket> => {
    const socket = connect(busy.port, '127.0.0.1');
    const begun = once(waiting, 'upload');
    const headers = `Host: 127.0.0.1:${busy.port}\r\nAuthorization: Bearer ${bearer}\r\nContent-Type: text/csv`;
    socket.write(`${line} HTTP/1.1\r\n${headers}\r\nContent-Length: 3\r\n\r\na`);
    await begun;
    return socket;
  };
  const send = (bearer: string): Promise<Response> => {
    const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'text/csv' };
    return ask('/upload', { method: 'POST', headers, body: 'x' });
  };
  const finish = async (sockets: readonly Socket[]): Promise<void> => {
    const answers = sockets.map((socket) => text(socket));
    for (const socket of sockets) socket.end('bc');
    for (const answer of await Promise.all(answers)) expect(answer).toContain('{"length":3}');
  };

  it('is not held up by whoever only sends slowly: three files at once of one person, and others are served', async () => {
    const sockets = [await begin(token), await begin(token), await begin(token)];
    expect(await problem(await send(token))).toMatchObject({ status: 429, code: 'UPLOADS_EXCEEDED' });
    expect((await ask('/fail/badly')).status).toBe(500);
    await finish(sockets);
  });

  it('reads a file beside any number of those that are kept as they come, three of one person', async () => {
    const sockets: Socket[] = [];
    for (const bearer of [token, token, token, approver, approver, approver, clerk, clerk])
      sockets.push(await begin(bearer, 'PATCH /keep'));
    expect((await send(clerk)).status).toBe(200);
    expect(await problem(await send(token))).toMatchObject({ status: 429, code: 'UPLOADS_EXCEEDED' });
    await finish(sockets);
  });

  it('reads a file beside any number of those that are read once they are here whole', async () => {
    const sockets: Socket[] = [];
    for (const bearer of [token, token, token, approver, approver, approver, clerk, clerk])
      sockets.push(await begin(bearer, 'PUT /arrive'));
    expect((await send(clerk)).status).toBe(200);
    await finish(sockets);
  });

  it('lets one that is here whole wait for its turn, and gives the turn of whoever left to the next', async () => {
    const sockets: Socket[] = [];
    for (const bearer of [token, token, token, approver, approver, approver, clerk, clerk])
      sockets.push(await begin(bearer));
    const put = (signal?: AbortSignal): Promise<Response> =>
      ask('/arrive', {
        method: 'PUT',
        headers: { authorization: `Bearer ${other}`, 'content-type': 'text/csv' },
        body: 'x',
        ...(signal && { signal }),
      });
    const gone = new AbortController();
    const arrived = once(waiting, 'arrived');
    const left = put(gone.signal);
    await arrived;
    const second = once(waiting, 'arrived');
    const stays = put();
    await second;
    gone.abort();
    await expect(left).rejects.toThrow();
    await finish(sockets);
    expect(await (await stays).json()).toEqual({ length: 1 });
    expect((await send(clerk)).status).toBe(200);
  });

  it('refuses what comes of a file where there is no room left, and has the room again', async () => {
    const put = (bytes: number): Promise<Response> =>
      ask('/arrive', {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
        body: 'x'.repeat(bytes),
      });
    const slow = await begin(approver, 'PUT /arrive');
    expect(await problem(await put(1_000))).toMatchObject({ status: 503, code: 'OVERLOADED' });
    expect((await put(999)).status).toBe(200);
    await finish([slow]);
    expect((await put(1_000)).status).toBe(200);
  });

  it('reads eight files at once, of all persons together', async () => {
    const sockets: Socket[] = [];
    for (const bearer of [token, token, token, approver, approver, approver, clerk, clerk])
      sockets.push(await begin(bearer));
    expect(await problem(await send(clerk))).toMatchObject({ status: 503, code: 'OVERLOADED' });
    await finish(sockets);
    expect((await send(clerk)).status).toBe(200);
  });
});

it('an address that asks too often without a sign-in is stopped; whoever is known there goes on, and health is answered', async () => {
  const ask = (path: string, init: RequestInit = {}): Promise<Response> => fetch(rationed.url + path, init);
  const send = (bearer: string): Promise<Response> =>
    ask('/double/2', {
      method: 'POST',
      body: '{"n":1}',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    });
  expect((await ask('/fail/badly')).status).toBe(500);
  // Whoever guesses tokens counts, too.
  expect([(await send('x')).status, (await send('y')).status]).toEqual([401, 401]);
  for (const refusedNow of [await ask('/fail/badly'), await send('z')]) {
    expect(Number(refusedNow.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await problem(refusedNow)).toMatchObject({ status: 429, code: 'QUOTA_EXCEEDED' });
  }
  expect((await send(token)).status).toBe(200);
  expect((await ask('/alive')).status).toBe(200);
});

it('what is internal is answered for the operator’s token alone', async () => {
  for (const authorization of ['', 'Bearer of-an-operator', `Bearer ${token}`]) {
    expect((await call('/figures', { headers: { authorization } })).status).toBe(401);
  }
  const headers = { authorization: 'Bearer of-the-operators-machines' };
  expect(await (await call('/figures', { headers })).json()).toEqual({ figures: 7 });
});

describe('what is told', () => {
  it('in the log: routes, never paths, queries or tokens', async () => {
    await double('{"n":1}');
    await expect.poll(() => logged.join('')).toContain('"route":"/double/:by"');
    for (const told of ['secret', '/double/2', token]) expect(logged.join('')).not.toContain(told);
    expect(logged.join('')).toContain('hunter2');
  });

  it('in metrics: counts by route and status', async () => {
    expect(await registry.metrics()).toMatch(
      /requests_total\{method="POST",route="\/double\/:by",status="401"\}/,
    );
  });

  it('at /openapi.json: the operations, their schemas and problems', async () => {
    const document = (await (await call('/openapi.json')).json()) as { openapi: string; paths: object };
    expect(document.openapi).toBe('3.1.0');
    expect(document.paths).toMatchObject({
      '/double/{by}': {
        post: {
          security: [{ token: [] }, { session: [] }],
          parameters: [{ in: 'path', name: 'by', required: true }],
          responses: { 200: {}, default: { content: { 'application/problem+json': {} } } },
        },
      },
    });
  });
});

describe('the server', () => {
  it('says in one sentence that its port is taken', async () => {
    await expect(listen({ host: '127.0.0.1', port: server.port })).rejects.toThrow(
      `Port ${server.port} on 127.0.0.1 is taken: stop the program that uses it, or set CERTBRIDGE_PORT to another.`,
    );
    await expect(listen({ host: '203.0.113.7', port: 0 })).rejects.toThrow(/no address of this machine/);
  });

  it('cuts off no request under way when it closes, but ends event streams', async () => {
    const ticks = await call('/ticks');
    const half = connect(server.port, '127.0.0.1');
    const reading = once(counting, 'part');
    const host = `127.0.0.1:${server.port}`;
    half.write(
      `POST /count HTTP/1.1\r\nHost: ${host}\r\nContent-Type: text/csv\r\nContent-Length: 4\r\n\r\nab`,
    );
    const received = buffer(half);
    await reading;
    stopping.abort();
    const closed = server.close();
    expect(await ticks.text()).toBe('event: tick\ndata: 1\n\nevent: tick\ndata: 2\n\n');
    half.write('cd');
    await closed;
    expect((await received).toString()).toContain('{"length":4}');
    await expect(call('/openapi.json')).rejects.toThrow();
  });
});
