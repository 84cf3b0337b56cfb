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

/** Keycloak as a process, with its realm `department`, in memory. */
export class Keycloak {
  readonly issuer: string;
  readonly #process: ManagedProcess;
  readonly #folder: string;

  private constructor(issuer: string, process: ManagedProcess, folder: string) {
    this.issuer = issuer;
    this.#process = process;
    this.#folder = folder;
  }

  static async start(redirectUri: string): Promise<Keycloak> {
    const folder = await mkdtemp(join(tmpdir(), 'certbridge-keycloak-'));
    // It writes into its own folder.
    await cp(distribution ?? '', folder, { recursive: true });
    await mkdir(join(folder, 'data', 'import'), { recursive: true });
    await writeFile(join(folder, 'data', 'import', 'department.json'), JSON.stringify(realm(redirectUri)));
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
    return new Keycloak(`http://127.0.0.1:${port}/realms/department`, keycloak, folder);
  }

  async close(): Promise<void> {
    await this.#process.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
