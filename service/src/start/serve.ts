import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import type { Database } from '../platform/database/index.js';
import { addressReader, createApp, limitsOf, ownHosts } from '../platform/http/index.js';
import type { AppOptions, HttpServer, Operation } from '../platform/http/index.js';
import { openQuotas } from '../platform/quotas/index.js';
import type { Settings } from '../platform/settings/index.js';
import type { Access } from './access.js';

interface Servers {
  readonly server: HttpServer;
  /** Where figures and timestamps are served; undefined: where the settings say otherwise. */
  readonly internalServer?: HttpServer | undefined;
}

interface Served extends Pick<AppOptions, 'operations' | 'onRefused' | 'stopping'> {
  readonly settings: Settings;
  readonly registry: Registry;
  readonly log: Logger;
  readonly database: Database;
  readonly access: Pick<Access, 'authenticate'>;
  readonly pages: NonNullable<AppOptions['pages']>;
}

/** Answers from now on: operations and pages, and what is internal where the operator says. */
export function serve({ server, internalServer }: Servers, served: Served): void {
  const { settings, database, registry, log, access, onRefused, stopping, pages } = served;
  const quotas = openQuotas(database, settings.quotas, settings.quotas.address);
  const common = {
    ...{ log, database, onRefused, stopping },
    authenticate: access.authenticate,
    internalToken: settings.internal.token,
    freshFor: settings.sessions.fresh,
    limits: limitsOf(quotas, settings.concurrency),
    addressOf: addressReader(settings.proxies),
    bodyLimit: settings.bodyLimit,
    timeout: settings.requestTimeout,
  };
  const { main, internal } = placed(served.operations, settings);
  const hosts = ownHosts({ ...settings, port: server.port });
  server.serve(createApp({ ...common, operations: main, registry, hosts, pages }));
  if (!internalServer) return;
  const { host, port } = internalServer;
  internalServer.serve(
    createApp({
      ...{ ...common, operations: internal, hosts: ownHosts({ ...settings, host, port, tls: undefined }) },
      // What is asked for here is not among what it tells.
      registry: new Registry(),
    }),
  );
}

/**
 * What is internal (figures, the embedded authority's timestamps) is where the operator says: at an address of its
 * own; at the main one, for a token; or nowhere. A development start, where nothing is at stake, has it open.
 */
function placed(
  operations: readonly Operation[],
  { internal: { listen, token }, isDevelopment }: Pick<Settings, 'internal' | 'isDevelopment'>,
): { readonly main: readonly Operation[]; readonly internal: readonly Operation[] } {
  const isOpen = listen === undefined && (token !== undefined || isDevelopment);
  return {
    main: isOpen ? operations : operations.filter(({ internal }) => internal !== true),
    internal: operations.filter(({ internal, vital }) => internal === true || vital === true),
  };
}
