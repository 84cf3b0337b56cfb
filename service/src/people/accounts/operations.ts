import { z } from 'zod';
import type { Audit, AuditEvent } from '../audit/index.js';
import type { Database, Queryable } from '../../platform/database/index.js';
import type { Protection } from '../personal-data/index.js';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { mayDecide, permissions } from '../../platform/principal/index.js';
import type { Actor, Principal } from '../../platform/principal/index.js';
import { uuid } from '../../platform/wire/index.js';
import { decideAccess, proposeAccess, waitingAccessChanges, mayGrant } from './changes.js';
import type { AccessChange } from './changes.js';
import { PersonUnknown } from './errors.js';
import type { People, Person } from './people.js';
import { access, accessChange, person, publicKeys, system, systemId } from './schemas.js';
import { listSystems } from './systems.js';

export interface AccountCapabilities {
  readonly database: Database;
  readonly audit: Audit;
  readonly people: People;
  /** Vouches for who proposed what. */
  readonly protection: Pick<Protection, 'mac'>;
}

const changed = { 200: { description: 'The change as it is now', json: accessChange } };

/** People, systems, and what they may do: two administrators change it. */
export function accountOperations(capabilities: AccountCapabilities): Operation[] {
  const { people, audit, protection } = capabilities;
  const list = operation({
    id: 'listPeople',
    method: 'get',
    path: '/api/v1/people',
    summary: 'The people 人员 who have signed in, and what they may do',
    tag: 'people',
    permission: permissions.listPeople,
    answers: { 200: { description: 'All of them', json: z.strictObject({ people: z.array(person) }) } },
    async handle({ actor }) {
      const all = (await people.list()).map(personView);
      await audit.look({ act: 'people.seen', by: actor });
      return { status: 200, json: { people: all } };
    },
  });
  const names = operation({
    id: 'nameColleagues',
    method: 'post',
    path: '/api/v1/people/names',
    summary: 'The names of those who submitted or approved, by the ids that records show',
    tag: 'people',
    permission: permissions.nameColleagues,
    body: { json: z.strictObject({ people: z.array(z.string().max(100)).max(200) }) },
    answers: {
      200: {
        description: 'By id; programs and unknown ids have none',
        json: z.strictObject({ names: z.record(z.string(), z.string()) }),
      },
    },
    handle: async ({ body }) => ({ status: 200, json: { names: await people.names(body.people) } }),
  });
  const propose = operation({
    id: 'proposePersonAccess',
    method: 'post',
    path: '/api/v1/people/{person}/access-changes',
    summary: 'Propose what a person may do from now on; another administrator decides',
    tag: 'people',
    permission: permissions.proposePersonAccess,
    params: z.object({ person: uuid }),
    body: { json: access },
    answers: changed,
    async change({ params, body, principal, actor }, tx) {
      await requirePerson(people, params.person, tx);
      const made = await proposeAccess(tx, protection, principal, { person: params.person }, body);
      await audit.record(tx, accessEvent('access.proposed', made, actor));
      return { status: 200, json: changeView(made, principal) };
    },
  });
  return [list, names, propose, ...systemOperations(capabilities), ...changeOperations(capabilities)];
}

function systemOperations({ database, audit, protection }: AccountCapabilities): Operation[] {
  const list = operation({
    id: 'listSystems',
    method: 'get',
    path: '/api/v1/systems',
    summary: 'The programs that act here, OAuth 2.0 clients, and what they may do',
    tag: 'people',
    permission: permissions.listSystems,
    answers: { 200: { description: 'All of them', json: z.strictObject({ systems: z.array(system) }) } },
    async handle() {
      const systems = (await listSystems(database, protection)).map(({ keys: _, ...shown }) => shown);
      return { status: 200, json: { systems } };
    },
  });
  const propose = operation({
    id: 'proposeSystemAccess',
    method: 'post',
    path: '/api/v1/systems/{system}/access-changes',
    summary:
      'Propose a program, its public keys and what it may do from now on; another administrator decides',
    tag: 'people',
    permission: permissions.proposeSystemAccess,
    params: z.object({ system: systemId }),
    body: { json: access.extend({ name: z.string().min(1).max(200), keys: publicKeys }) },
    answers: changed,
    async change({ params, body: { name, keys, ...granted }, principal, actor }, tx) {
      const target = { system: params.system, name, keys: { keys: keys.keys.map(defined) } };
      const made = await proposeAccess(tx, protection, principal, target, granted);
      await audit.record(tx, accessEvent('access.proposed', made, actor));
      return { status: 200, json: changeView(made, principal) };
    },
  });
  return [list, propose];
}

function changeOperations({ database, audit, protection }: AccountCapabilities): Operation[] {
  const waiting = operation({
    id: 'listAccessChanges',
    method: 'get',
    path: '/api/v1/access-changes',
    summary: 'Changes of access that wait for a second administrator',
    tag: 'people',
    permission: permissions.listAccessChanges,
    answers: {
      200: { description: 'All of them', json: z.strictObject({ changes: z.array(accessChange) }) },
    },
    async handle({ principal }) {
      const changes = (await waitingAccessChanges(database)).map((one) => changeView(one, principal));
      return { status: 200, json: { changes } };
    },
  });
  const decide = operation({
    id: 'decideAccessChange',
    method: 'post',
    path: '/api/v1/access-changes/{change}/decision',
    summary: 'Approve or reject a change of access that another administrator proposed',
    tag: 'people',
    permission: permissions.decideAccessChange,
    params: z.object({ change: uuid }),
    body: { json: z.strictObject({ approve: z.boolean() }) },
    answers: changed,
    async change({ params, body, principal, actor }, tx) {
      const made = await decideAccess(tx, protection, principal, params.change, body.approve);
      const act = body.approve ? 'access.approved' : 'access.rejected';
      await audit.record(tx, accessEvent(act, made, actor));
      return { status: 200, json: changeView(made, principal) };
    },
  });
  return [waiting, decide];
}

function accessEvent(
  act: 'access.proposed' | 'access.approved' | 'access.rejected',
  { id: change, target, roles, issuers, types }: AccessChange,
  by: Actor,
): AuditEvent {
  const whose = 'person' in target ? { person: target.person } : { system: target.system };
  return { act, by, change, roles, issuers, types, ...whose };
}

async function requirePerson(people: People, id: string, database: Queryable): Promise<void> {
  if (!(await people.find(id, database))) throw new PersonUnknown();
}

const defined = (key: object): Record<string, string> =>
  Object.fromEntries(Object.entries(key).filter(([, value]) => value !== undefined));

const personView = ({ id, name, roles, issuers, types }: Person): unknown => ({
  id,
  name,
  roles,
  issuers,
  types,
});

const { decideAccessChange } = permissions;

function changeView(change: AccessChange, principal: Principal): unknown {
  const { target, proposedAt, ...same } = change;
  const waiting = { waits: change.approved === null, askedBy: change.proposedBy };
  return {
    ...same,
    person: 'person' in target ? target.person : null,
    system: 'system' in target ? target.system : null,
    proposedAt: proposedAt.toISOString(),
    may: mayGrant(principal, change) ? mayDecide(principal, { decideAccessChange }, waiting) : [],
  };
}
