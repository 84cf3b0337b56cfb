import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManagedProcess } from '@certbridge/network/processes';
import { openDatabase, startEmbeddedPostgres } from '@certbridge/service/platform/database';
import type { EmbeddedPostgres } from '@certbridge/service/platform/database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Office } from '../department/office.js';
import { inPackage } from '../packages.js';
import { runProgram } from '../programs.js';

const program = inPackage('service', 'bin', 'certbridge-service.js');

/** Has a ledger that is there already, as in production. */
let office: Office;
let folder = '';
let postgres: EmbeddedPostgres;
let real: Record<string, string> = {};

beforeAll(async () => {
  office = await Office.open();
  folder = await mkdtemp(join(tmpdir(), 'certbridge-production-'));
  postgres = await startEmbeddedPostgres({ dir: join(folder, 'postgres'), throwAway: true });
  await writeFile(join(folder, 'jwks.json'), '{"keys":[]}');
  real = {
    NODE_ENV: 'production',
    CERTBRIDGE_DATA: join(folder, 'data'),
    CERTBRIDGE_PORT: '0',
    CERTBRIDGE_LOG_LEVEL: 'trace',
    CERTBRIDGE_LEDGER: office.bridge.ledgerFiles[0] ?? '',
    CERTBRIDGE_TOKEN_ISSUER: 'https://sign-in.example.cn',
    CERTBRIDGE_TOKEN_KEYS: join(folder, 'jwks.json'),
    DATABASE_OWNER_URL: postgres.url,
    DATABASE_URL: await postgres.createRole('certbridge_service'),
  };
});
afterAll(async () => {
  await postgres.close();
  await office.close();
  await rm(folder, { recursive: true, force: true });
});

const authorities = {
  CERTBRIDGE_TIMESTAMPS: 'http://127.0.0.1:9/timestamps',
  CERTBRIDGE_DOCUMENT_AUTHORITY: 'departments',
};
const environment = (settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  ...settings,
});

it('does not start with authorities that nobody chose', async () => {
  const ended = await runProgram(process.execPath, [program], { cwd: folder, env: environment(real) });
  expect(ended.code).toBe(1);
  expect(ended.err).toMatch(/^CERTBRIDGE_TIMESTAMPS is missing/m);
  expect(ended.err).toMatch(/^CERTBRIDGE_DOCUMENT_AUTHORITY is missing/m);
});

/** What takes traces (OTLP over http), and the spans that it was sent. */
async function collector(): Promise<{ url: string; said: string[]; close(): void }> {
  const said: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      said.push(`${request.url ?? ''} ${body}`);
      response.setHeader('Content-Type', 'application/json').end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, said, close: () => server.close() };
}

it('prints no token, has no samples, sample people or authorities of its own, and traces without what is personal', async () => {
  const traces = await collector();
  const env = environment({
    ...{ ...real, ...authorities, CERTBRIDGE_INTERNAL_LISTEN: '127.0.0.1:0' },
    OTEL_EXPORTER_OTLP_ENDPOINT: traces.url,
  });
  const started = new ManagedProcess({
    command: () => ({ program: process.execPath, args: [program], cwd: folder, env }),
    output: 'lines',
    stop: { signal: 'SIGINT', graceMs: 60_000, force: 'SIGKILL' },
  });
  const said: string[] = [];
  started.on('line', (line) => said.push(line));
  const ended = once(started, 'end');
  started.start();
  await started.ready((line) => (line.includes('Ctrl-C') ? line : undefined));
  const [, url = ''] = /CertBridge is ready at (\S+)/.exec(said.join('\n')) ?? [];
  for (const path of ['/ca/root.cer', '/ca/issuing.crl', '/development/people/x']) {
    expect((await fetch(`${url}${path}`)).status, path).toBe(404);
  }
  // Figures are where the operator said, and nowhere else.
  expect((await fetch(`${url}/metrics`)).status).toBe(404);
  const [, internal = ''] = /Figures for monitoring are at (\S+)/.exec(said.join('\n')) ?? [];
  expect(await (await fetch(`${internal}/metrics`)).text()).toContain('certbridge_http_requests_total');
  expect((await fetch(`${internal}/healthz`)).status).toBe(200);
  expect((await fetch(`${internal}/api/v1/issuers`)).status).toBe(404);
  expect(await (await fetch(url)).text()).not.toMatch(/\/samples\//);
  const asked = await fetch(
    `${url}/api/v1/halls/330106199001011234/keys?name=%E9%99%88%E5%BF%97&by=chenzhi`,
    {
      headers: { 'User-Agent': 'chenzhi', traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01` },
    },
  );
  expect((await fetch(`${url}/readyz`)).headers.get('X-Request-Id')).not.toBeNull();
  await started.stop();
  await ended;
  traces.close();
  const spans = traces.said.join('\n');
  expect(spans).toMatch(/^\/v1\/traces \{/);
  expect(spans).toContain(asked.headers.get('X-Request-Id'));
  for (const name of ['GET /readyz', 'GET /healthz', 'SELECT', 'GET /api/v1/halls/:hall/keys'])
    expect(spans).toContain(`"name":"${name}"`);
  expect(spans).not.toMatch(/330106199001011234|chenzhi|陈志|%E9%99|1{32}|password|\$1/);
  expect(said.join('\n')).not.toMatch(/token|令牌|sample|样例|eyJ/i);
  const database = openDatabase({ url: postgres.url });
  for (const table of ['issuers', 'certificates', 'people', 'sessions']) {
    const { rows } = await database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
    expect(rows[0]?.n, table).toBe(0);
  }
  await database.close();
  const files = await readdir(join(folder, 'data'), { recursive: true });
  expect(files.filter((file) => /tokens\.json|samples|^keys\/ca/.test(file))).toEqual([]);
});
