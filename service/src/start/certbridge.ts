import { join } from 'node:path';
import { startEmbeddedPostgres } from '../platform/database/index.js';
import { writeFileAtomically } from '../platform/files/index.js';
import { listen, readTls } from '../platform/http/index.js';
import type { Sample } from '../platform/front-pages/index.js';
import { Problem } from '../platform/problems/index.js';
import type { Settings } from '../platform/settings/index.js';
import { SAMPLE_RESIDENTS, Samples } from '../people/samples/index.js';
import type { SampleAccount } from '../people/samples/index.js';
import { Closing } from './closing.js';
import { prepareDataFolder } from './data-folder.js';
import { startLedgerProcess } from './ledger-process.js';
import { writeTrustAnchor } from './trust-anchor.js';
import { samplesOf } from './samples.js';
import { seed } from './seed.js';
import { startService } from './service.js';
import type { Service } from './service.js';

export interface CertBridgeOptions {
  readonly settings: Settings;
  /** Fills an empty service with sample issuers and certificates; where the ledger is embedded, unless set. */
  readonly seed?: 'issuers' | 'certificates' | 'nothing';
  /** `fsync=off` for the embedded PostgreSQL: for data that is thrown away. */
  readonly throwAway?: boolean;
  /** Called before each step, with what is being done. */
  readonly onStep?: (text: string) => void;
  /** Ends a start that is under way. */
  readonly stop?: AbortSignal;
}

export interface CertBridge {
  readonly url: string;
  /** Where figures and timestamps are served, where that is an address of their own. */
  readonly internalUrl: string | undefined;
  readonly data: string;
  /** The sample people of a development start; none otherwise. */
  readonly accounts: readonly SampleAccount[];
  /** Paths of the PDFs made by the first start. */
  readonly samples: readonly string[];
  /** Path of the ledger's trust anchor 信任锚, which windows pin. */
  readonly trustAnchor: string;
  readonly databaseUrl: string;
  /** Of the role that owns the tables; undefined where the settings name none. */
  readonly databaseOwnerUrl: string | undefined;
  readonly ledgerFiles: readonly string[];
  /** Lets a browser sign in as one of them; undefined where there are none. */
  readonly signInLink: string | undefined;
  /** The same for sample residents, who hold sample certificates. */
  readonly residentSignInLink: string | undefined;
  readonly service: Service;
  /** Signs a sample person in: a token that lasts a day. @throws TypeError where there are none of that role */
  token(role: string): Promise<string>;
  /** The same of the sample resident of this name. */
  residentToken(name: string): Promise<string>;
  /** Fulfils with the reason when a part ended that should not have. */
  readonly broken: Promise<unknown>;
  /** Ends the embedded ledger alone, as if its machine were gone. */
  stopLedger(): Promise<void>;
  close(): Promise<void>;
}

/** Starts everything: what the settings do not name is embedded. @throws Problem, each with one clear sentence */
export async function startCertBridge(options: CertBridgeOptions): Promise<CertBridge> {
  const closing = new Closing();
  try {
    return await start(options, closing);
  } catch (error) {
    await closing.close().catch(() => undefined);
    throw error;
  }
}

async function start(options: CertBridgeOptions, closing: Closing): Promise<CertBridge> {
  const { settings } = options;
  const step = (text: string): void => {
    options.stop?.throwIfAborted();
    options.onStep?.(text);
  };
  const broken = watch();
  await prepareDataFolder(settings.data);
  const tls = settings.tls && (await readTls(settings.tls));
  const server = await listen({ host: settings.host, port: settings.port, tls });
  closing.add(() => server.close());
  const { listen: internalAddress } = settings.internal;
  const internalServer =
    internalAddress && (await listen({ ...internalAddress, setting: 'CERTBRIDGE_INTERNAL_LISTEN' }));
  if (internalServer) closing.add(() => internalServer.close());

  step('正在打开数据库和账本 Opening database and ledger …');
  const ending = { asked: false };
  const unexpected = (what: string, file: string) => (): void => {
    if (!ending.asked) {
      broken.report(
        new Problem('internal', 'PART_ENDED', `The embedded ${what} ended by itself; see ${file}.`),
      );
    }
  };
  const [database, ledger] = await both(
    embeddedDatabase(options, closing, unexpected),
    embeddedLedger(options, closing, unexpected),
  );
  const ledgerFiles = ledger?.files ?? settings.ledgerFiles;
  const trustAnchor = await writeTrustAnchor(settings.data, ledgerFiles);

  step('正在开启服务 Opening the service …');
  let shown: readonly Sample[] = [];
  const service = await startService({
    settings,
    databaseUrl: database.url,
    databaseOwnerUrl: database.ownerUrl,
    ledgerFiles,
    ...{ server, internalServer },
    samples: () => shown,
    onBroken: (reason) => broken.report(reason),
  });
  closing.add(() => service.close());

  const people = settings.isDevelopment ? await openSamplePeople(service, settings.data) : undefined;
  const wanted = people === undefined ? 'nothing' : (options.seed ?? (ledger ? 'certificates' : 'nothing'));
  const operator = people?.accounts.find(({ role }) => role === 'operator')?.person ?? '';
  const samples = await seed(service, wanted, { folder: join(settings.data, 'samples'), operator, step });
  shown = await samplesOf(service, samples);
  return {
    url: server.url,
    internalUrl: internalServer?.url,
    data: settings.data,
    accounts: people?.accounts ?? [],
    signInLink: service.signInLink,
    residentSignInLink: service.residentSignInLink,
    token: (role) => tokenOf(people, role),
    residentToken: (name) => residentTokenOf(people, name),
    samples,
    trustAnchor,
    databaseUrl: database.url,
    databaseOwnerUrl: database.ownerUrl,
    ledgerFiles,
    service,
    broken: broken.reason,
    stopLedger: async () => {
      ending.asked = true;
      await ledger?.close();
    },
    close: () => {
      ending.asked = true;
      return closing.close();
    },
  };
}

/** Their tokens are in `tokens.json` too (0600), for the command line. */
async function openSamplePeople(service: Service, data: string): Promise<Samples> {
  const samples = await Samples.open(service);
  const tokens: Record<string, string> = {};
  for (const account of samples.accounts) tokens[account.role] ??= await samples.token(account);
  await writeFileAtomically(join(data, 'tokens.json'), `${JSON.stringify(tokens, null, 2)}\n`, 0o600);
  return samples;
}

function tokenOf(samples: Samples | undefined, role: string): Promise<string> {
  const account = samples?.accounts.find((one) => one.role === role);
  if (!samples || !account) throw new TypeError(`this start has no sample person of the role ${role}`);
  return samples.token(account);
}

function residentTokenOf(samples: Samples | undefined, name: string): Promise<string> {
  const resident = SAMPLE_RESIDENTS.find((one) => one.name === name);
  if (!samples || !resident) throw new TypeError(`this start has no sample resident ${name}`);
  return samples.residentToken(resident);
}

type Watch = (what: string, file: string) => () => void;

async function embeddedDatabase(
  { settings, throwAway }: CertBridgeOptions,
  closing: Closing,
  unexpected: Watch,
): Promise<{ readonly url: string; readonly ownerUrl: string | undefined }> {
  const { databaseUrl, databaseOwnerUrl } = settings;
  if (databaseUrl !== undefined) return { url: databaseUrl, ownerUrl: databaseOwnerUrl };
  const dir = join(settings.data, 'postgres');
  const server = await startEmbeddedPostgres({ dir, throwAway: throwAway ?? false });
  closing.add(() => server.close());
  void server.ended.then(unexpected('PostgreSQL', join(dir, 'server.log')));
  return { url: await server.createRole('certbridge_service'), ownerUrl: server.url };
}

interface Ledger {
  readonly files: readonly string[];
  close(): Promise<void>;
}

async function embeddedLedger(
  { settings }: CertBridgeOptions,
  closing: Closing,
  unexpected: Watch,
): Promise<Ledger | undefined> {
  if (settings.ledgerFiles.length > 0) return undefined;
  const dir = join(settings.data, 'ledger');
  const ledger = await startLedgerProcess({ dir });
  closing.add(() => ledger.close());
  void ledger.ended.then(unexpected('ledger', join(dir, 'ledger.log')));
  return { files: Object.values(ledger.ledgerFiles), close: () => ledger.close() };
}

function watch(): { readonly reason: Promise<unknown>; report(reason: unknown): void } {
  let report: (reason: unknown) => void = () => undefined;
  const reason = new Promise<unknown>((resolve) => (report = resolve));
  return { reason, report: (why) => report(why) };
}

/** Waits for both even when one fails, so that the other is not left running. */
async function both<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  const [first, second] = await Promise.allSettled([a, b]);
  if (first.status === 'rejected') throw first.reason;
  if (second.status === 'rejected') throw second.reason;
  return [first.value, second.value];
}
