import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManagedProcess } from '@certbridge/network/processes';
import { freePort } from '../free-port.js';

/** The folder of Keycloak's distribution, which `.ci/run` brings. */
const distribution = process.env['CERTBRIDGE_TESTS_KEYCLOAK'];

/** True where Keycloak is not here; in CI that is an error instead. */
export function noKeycloak(): boolean {
  if (distribution === undefined && process.env['CERTBRIDGE_TESTS_REQUIRE'] === 'all') {
    throw new Error('CERTBRIDGE_TESTS_KEYCLOAK is not set, and CERTBRIDGE_TESTS_REQUIRE=all asks for it');
  }
  return distribution === undefined;
}

export const ADMINISTRATOR = '2b8f5f4e-6d0a-4a52-9f8e-1c6a1f1f0001';
export const PASSWORD = 'only-for-this-test';

/** A realm as a department would set it up: one client for people, one for a program, realm roles. */
function realm(redirectUri: string): unknown {
  const user = (username: string, roles: string[], id?: string): unknown => ({
    ...(id !== undefined && { id }),
    username,
    enabled: true,
    firstName: '样例',
    lastName: username,
    email: `${username}@example.cn`,
    emailVerified: true,
    realmRoles: roles,
    credentials: [{ type: 'password', value: PASSWORD, temporary: false }],
  });
  const rolesInIdToken = {
    name: 'roles in the ID token',
    protocol: 'openid-connect',
    protocolMapper: 'oidc-usermodel-realm-role-mapper',
    config: {
      'claim.name': 'realm_access.roles',
      'jsonType.label': 'String',
      multivalued: 'true',
      'id.token.claim': 'true',
    },
  };
  const audience = {
    name: 'audience',
    protocol: 'openid-connect',
    protocolMapper: 'oidc-audience-mapper',
    config: { 'included.custom.audience': 'certbridge', 'access.token.claim': 'true' },
  };
  return {
    realm: 'department',
    enabled: true,
    sslRequired: 'none',
    roles: { realm: ['operator', 'approver', 'unrelated'].map((name) => ({ name })) },
    users: [
      user('lin', ['operator', 'unrelated']),
      user('chen', [], ADMINISTRATOR),
      {
        username: 'service-account-program',
        enabled: true,
        serviceAccountClientId: 'program',
        realmRoles: ['operator'],
      },
    ],
    clients: [
      {
        clientId: 'certbridge',
        publicClient: true,
        standardFlowEnabled: true,
        redirectUris: [redirectUri],
        attributes: { 'pkce.code.challenge.method': 'S256' },
        protocolMappers: [rolesInIdToken],
      },
      {
        clientId: 'program',
        secret: PASSWORD,
        serviceAccountsEnabled: true,
        standardFlowEnabled: false,
        protocolMappers: [audience],
      },
    ],
  };
}

/** A realm of residents, as another authority would set it up: it knows their number, and how surely. */
function residentsRealm(redirectUri: string): unknown {
  const user = (username: string, attributes: Record<string, string[]>): unknown => ({
    username,
    enabled: true,
    firstName: '雪',
    lastName: '康',
    email: `${username}@example.cn`,
    emailVerified: true,
    attributes,
    credentials: [{ type: 'password', value: PASSWORD, temporary: false }],
  });
  const inIdToken = (name: string, mapper: string, config: Record<string, string>): unknown => ({
    name,
    protocol: 'openid-connect',
    protocolMapper: mapper,
    config: { 'claim.name': name, 'jsonType.label': 'String', 'id.token.claim': 'true', ...config },
  });
  return {
    realm: 'residents',
    enabled: true,
    sslRequired: 'none',
    attributes: { 'acr.loa.map': JSON.stringify({ 'real-name': 1 }) },
    components: {
      'org.keycloak.userprofile.UserProfileProvider': [
        {
          providerId: 'declarative-user-profile',
          config: { 'kc.user.profile.config': [JSON.stringify({ unmanagedAttributePolicy: 'ENABLED' })] },
        },
      ],
    },
    users: [user('kang', { id_number: ['33019919750927115X'], full_name: ['康雪'] }), user('nobody', {})],
    clients: [
      {
        clientId: 'certbridge-residents',
        publicClient: true,
        standardFlowEnabled: true,
        redirectUris: [redirectUri],
        attributes: { 'pkce.code.challenge.method': 'S256' },
        protocolMappers: [
          inIdToken('id_number', 'oidc-usermodel-attribute-mapper', { 'user.attribute': 'id_number' }),
          inIdToken('full_name', 'oidc-usermodel-attribute-mapper', { 'user.attribute': 'full_name' }),
        ],
      },
    ],
  };
}

/** Keycloak as a process, with its realms `department` and `residents`, in memory. */
export class Keycloak {
  readonly issuer: string;
  /** Of the residents' realm. */
  readonly residentsIssuer: string;
  readonly #process: ManagedProcess;
  readonly #folder: string;

  private constructor(origin: string, process: ManagedProcess, folder: string) {
    this.issuer = `${origin}/realms/department`;
    this.residentsIssuer = `${origin}/realms/residents`;
    this.#process = process;
    this.#folder = folder;
  }

  /** @param service origin of the service that people and residents sign in to */
  static async start(service: string): Promise<Keycloak> {
    const folder = await mkdtemp(join(tmpdir(), 'certbridge-keycloak-'));
    // It writes into its own folder.
    await cp(distribution ?? '', folder, { recursive: true });
    await mkdir(join(folder, 'data', 'import'), { recursive: true });
    const realms = {
      department: realm(`${service}/auth/callback`),
      residents: residentsRealm(`${service}/auth/residents/callback`),
    };
    for (const [name, described] of Object.entries(realms)) {
      await writeFile(join(folder, 'data', 'import', `${name}.json`), JSON.stringify(described));
    }
    const port = await freePort();
    const args = [
      'start-dev',
      '--db=dev-mem',
      '--import-realm',
      '--http-host=127.0.0.1',
      `--http-port=${port}`,
    ];
    const keycloak = new ManagedProcess({
      command: () => ({ program: join(folder, 'bin', 'kc.sh'), args }),
      output: 'lines',
      // The script hands SIGTERM on to Java, and waits for it.
      stop: { signal: 'SIGTERM', graceMs: 60_000, force: 'SIGKILL' },
    });
    keycloak.start();
    await keycloak.ready((line) => (line.includes('Listening on:') ? line : undefined));
    return new Keycloak(`http://127.0.0.1:${port}`, keycloak, folder);
  }

  async close(): Promise<void> {
    await this.#process.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
