import { join } from 'node:path';
import { trustAnchorId } from '@certbridge/verifier-sdk';
import type { Logger } from 'pino';
import { Registry, collectDefaultMetrics } from 'prom-client';
import type { People } from '../people/accounts/index.js';
import { openAudit, runRetention, runSealer, theService } from '../people/audit/index.js';
import type { Audit } from '../people/audit/index.js';
import { runDeletion } from '../people/retention/index.js';
import { keepTombstones } from '../people/personal-data/index.js';
import type { Protection } from '../people/personal-data/index.js';
import type { EmbeddedProvider } from '../people/embedded-provider/index.js';
import type { Sessions } from '../people/sessions/index.js';
import type { Residents } from '../people/sign-in/index.js';
import { lookAgain, runAnchoring } from '../ledger/anchoring/index.js';
import { requireBelonging, runBelonging } from '../ledger/belonging/index.js';
import { runBeats } from '../ledger/heartbeats/index.js';
import { openDatabase } from '../platform/database/index.js';
import type { Database } from '../platform/database/index.js';
import { feedFolder, openFeed } from '../ledger/feed/index.js';
import type { Feed } from '../ledger/feed/index.js';
import { followTls } from '../platform/http/index.js';
import type { HttpServer } from '../platform/http/index.js';
import { countKeys, runKeyChanges, usedKids, watchExpiry } from '../certificates/keys/index.js';
import { holderLookup, openIssuing, retainedFiles } from '../certificates/issuing/index.js';
import type { Issuing } from '../certificates/issuing/index.js';
import { connectLedger, readLedgerFile } from '../ledger/adapter/index.js';
import type { Ledger } from '../ledger/adapter/index.js';
import type { Settings } from '../platform/settings/index.js';
import type { KeyStore } from '../certificates/signing/index.js';
import { loadCertificateTypes } from '../certificates/types/index.js';
import type { CertificateTypes } from '../certificates/types/index.js';
import { retainedUploads } from '../certificates/uploads/index.js';
import { consolePage, frontPages } from '../platform/front-pages/index.js';
import type { Sample } from '../platform/front-pages/index.js';
import { qrAddressOf } from './qr-address.js';
import { FilingProofs } from '../windows/receipts/index.js';
import { verifyPage } from '../windows/verify-page/index.js';
import { runRechecks } from '../windows/cases/index.js';
import { runUnproved } from '../residents/wallet/index.js';
import { walletPage } from '../residents/wallet-page/index.js';
import { windowPage } from '../windows/window-page/index.js';
import { loadServiceItems } from '../windows/items/index.js';
import { openAccess } from './access.js';
import { Closing } from './closing.js';
import { heldElsewhere } from './holder-data.js';
import { openLog } from '../platform/log/index.js';
import { openMinting } from './minting.js';
import { Pulse, countBacklog, countHealth, countMinting } from '../upkeep/health/index.js';
import { operationsOf } from './operations.js';
import { openConfiguredProtection } from './protection.js';
import { refusalRecorder } from './refusals.js';
import { retainedData } from './retained.js';
import { runRewrap } from './rewrap.js';
import { Running } from './running.js';
import { prepareSchema } from './schema.js';
import { serve } from './serve.js';
import { standsOn } from './standing.js';
import { tellExpiry, tellTrouble } from './trouble.js';

export interface ServiceOptions {
  readonly settings: Settings;
  /** Of a role that owns nothing. */
  readonly databaseUrl: string;
  /** Of the role that owns the tables; undefined: the schema is up to date already. */
  readonly databaseOwnerUrl: string | undefined;
  /** One for each province whose issuers are written. */
  readonly ledgerFiles: readonly string[];
  /** Listening already; it answers 503 until the service is open. */
  readonly server: HttpServer;
  /** Where figures and timestamps are served; undefined: where the settings say otherwise. */
  readonly internalServer?: HttpServer | undefined;
  /** Sample certificates that the home page shows; asked for at every request. */
  readonly samples: () => readonly Sample[];
  /** Told when a part that should run for ever does not. */
  readonly onBroken?: (error: unknown) => void;
}

export interface Service {
  readonly issuing: Issuing;
  readonly types: CertificateTypes;
  readonly database: Database;
  readonly people: People;
  readonly residents: Residents;
  readonly sessions: Sessions;
  readonly audit: Audit;
  readonly protection: Protection;
  /** Lets a browser use the sample people; only in a development start. */
  readonly signInLink: string | undefined;
  /** The same for sample residents. */
  readonly residentSignInLink: string | undefined;
  readonly keys: KeyStore;
  readonly feed: Feed;
  readonly ledgers: readonly Ledger[];
  readonly log: Logger;
  /** Does not close the server: that is its owner's to do first. */
  close(): Promise<void>;
}

/**
 * The issuing service against a database and ledgers that are there: opens everything, runs what issues,
 * anchors and beats, and serves. A ledger may be down; the database may not.
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const closing = new Closing();
  try {
    return await open(options, closing);
  } catch (error) {
    await closing.close().catch(() => undefined);
    throw error;
  }
}

const DAY = 86_400_000;
/** What is deleted whatever the setting leaves out, in milliseconds: files that nobody goes on with are of no use. */
const KEPT = { [retainedUploads.kind]: DAY, [retainedFiles.kind]: 30 * DAY };

async function open(options: ServiceOptions, closing: Closing): Promise<Service> {
  const { settings, databaseUrl, server } = options;
  const log = openLog(settings.logLevel);
  const onTrouble = tellTrouble(log);
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });

  const ledgers = await Promise.all(options.ledgerFiles.map((file) => connectLedger(file)));
  for (const ledger of ledgers) closing.add(() => ledger.close());
  const [first] = ledgers;
  const ledgerFiles = await Promise.all(options.ledgerFiles.map((file) => readLedgerFile(file)));
  const trustAnchor = ledgerFiles[0]?.trustAnchor;
  if (!first || !trustAnchor) throw new TypeError('a service has at least one ledger file');
  const anchorId = await trustAnchorId(trustAnchor);
  const stamping = new Pulse();
  const [types, minting] = await Promise.all([
    loadCertificateTypes(),
    openMinting(settings, trustAnchor.threshold, { onStep: countMinting(registry), stamping, onTrouble }),
  ]);
  const items = await loadServiceItems(types);
  const retained = retainedData(types, settings);
  const database = openDatabase({ url: databaseUrl, connections: settings.databaseConnections, onTrouble });
  closing.add(() => database.close());
  await prepareSchema(database, { ...options, onUntried: ({ en }) => log.warn(en) });
  const protection = await openConfiguredProtection(settings, database);
  const belonging = { database, protection, ledger: first };
  await requireBelonging(belonging);
  const onErased = (): Promise<void> => keepTombstones(database, join(settings.data, 'erased-holders'));
  // Before anything is served: the database may be a backup from before an erasure.
  await onErased();
  countBacklog(registry, database);
  const audit = openAudit({ database, protection });
  const standing = { database, audit, acceptLoss: settings.auditAcceptLoss, supply: settings.auditSupply };
  const isStandingKnown = await standsOn(first, standing, onTrouble);
  const access = await openAccess({
    ...{ settings, database, audit, protection },
    holderLookup: holderLookup.bind(undefined, protection),
    url: server.url,
  });

  const { keys, renderer, timestamps, authority } = minting;
  closing.add(() => keys.close());
  closing.add(() => renderer.close());
  const signer = keys.find.bind(keys);
  const qrAddress = qrAddressOf(settings, server.url);
  const issuing = openIssuing({
    database,
    databaseUrl,
    protection,
    types,
    renderer,
    signer: (kid) => keys.usable(kid),
    qrAddress,
    onTrouble,
    onErased,
    heldElsewhere: heldElsewhere({ protection }),
    onUnapproved: (tx, { issuer, id: batch }) =>
      audit.record(tx, { act: 'batch.unapproved', by: theService, issuer, batch }),
    onIssued: (tx, { issuer, id: batch, issued, bad }) =>
      audit.record(tx, { act: 'batch.issued', by: theService, issuer, batch, issued, bad }),
  });
  const running = new Running(options.onBroken ?? onTrouble);
  closing.add(() => running.stop());
  running.add((signal) => runBelonging({ ...belonging, isKnown: isStandingKnown, onTrouble }, signal));
  running.add((signal) => issuing.run(signal));
  if (authority) running.add((signal) => authority.run(signal));
  running.add((signal) =>
    runKeyChanges({ database, databaseUrl, protection, audit, keys, ledgers, onTrouble }, signal),
  );
  const used = (): Promise<ReadonlySet<string>> => usedKids(database);
  countKeys(registry, { keys, used });
  const beats = new Map(ledgers.map(({ mspId: province }) => [province, new Pulse()]));
  const readiness = { database, keys, used, timestamps: stamping, ledgers: beats };
  countHealth(registry, { ...readiness, data: settings.data, ledgerFiles });
  running.add((signal) => watchExpiry({ keys, used, onWarning: tellExpiry(log) }, signal));
  const feed = openFeed({ ledger: first, database, folder: feedFolder(settings.data), onTrouble });
  running.add((signal) => feed.run(signal));
  const { mspId } = first;
  const head = async (): Promise<Uint8Array | undefined> => (await feed.file(`audit/${mspId}.json`))?.bytes;
  running.add((signal) =>
    runRechecks(
      {
        ...{ database, audit, protection, items, types, trustAnchor, onTrouble, url: server.url },
        folder: join(settings.data, 'window-mirror'),
        every: settings.beatEvery,
      },
      signal,
    ),
  );
  running.add((signal) => runUnproved({ database, audit, onTrouble, every: settings.beatEvery }, signal));
  const proofs = new FilingProofs({ database, trustAnchor, mspId, head });
  running.add((signal) =>
    runSealer(
      {
        ...standing,
        isStandingKnown,
        ledger: first,
        every: settings.auditEvery,
        publish: (file) => feed.publishAuditHead(first.mspId, file),
        onTrouble,
      },
      signal,
    ),
  );
  const { auditRetention: retention } = settings;
  const deletion = {
    database,
    audit,
    kinds: retained,
    periods: { ...KEPT, ...settings.retention },
    onTrouble,
  };
  running.add((signal) => runDeletion(deletion, signal));
  running.add((signal) => runRewrap({ settings, database, protection, registry, log, onTrouble }, signal));
  running.add((signal) => runRetention({ database, audit, retention, onTrouble }, signal));
  for (const ledger of ledgers) {
    const { size, age } = settings.entry;
    running.add((signal) =>
      runAnchoring({ database, databaseUrl, ledger, signer, onTrouble, size, age }, signal),
    );
    const pulse = beats.get(ledger.mspId);
    const onBeat = (): void => {
      pulse?.succeeded();
      feed.refresh();
      lookAgain(database).catch(onTrouble);
    };
    const onMissed = (error: unknown): void => {
      pulse?.failed();
      onTrouble(error);
    };
    running.add((signal) =>
      runBeats({ ledger, every: settings.beatEvery, onTrouble: onMissed, onBeat }, signal),
    );
  }

  const operations = operationsOf({
    database,
    audit,
    protection,
    issuing,
    feed,
    types,
    items,
    proofs,
    trustAnchorId: anchorId,
    url: settings.publicUrl ?? server.url,
    keys,
    renderer,
    timestamps,
    ledgers,
    registry,
    readiness,
    settings,
    access,
    wallet: {
      ...{ protection, types, qrAddress, network: trustAnchor.network },
      signer: (kid) => keys.usable(kid),
    },
  });
  const { tls } = settings;
  if (tls) running.add((signal) => followTls({ files: tls, server, onTrouble }, signal));
  serve(options, {
    ...{ settings, operations, registry, log, database, access },
    onRefused: refusalRecorder(audit, onTrouble),
    stopping: running.signal,
    pages: [
      ...Object.values(access.embedded).map(({ middleware }: EmbeddedProvider) => middleware),
      frontPages({ samples: options.samples }),
      consolePage(),
      windowPage(),
      walletPage(),
      verifyPage({ trustAnchor }),
    ],
  });
  const { people, residents, sessions, embedded } = access;
  return {
    issuing,
    types,
    database,
    people,
    residents,
    sessions,
    audit,
    protection,
    signInLink: embedded.people?.link,
    residentSignInLink: embedded.residents?.link,
    keys,
    feed,
    ledgers,
    log,
    close: () => closing.close(),
  };
}
