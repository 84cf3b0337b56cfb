import { z } from 'zod';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { mayDo, permissions } from '../../platform/principal/index.js';
import type { Principal } from '../../platform/principal/index.js';
import { Problem } from '../../platform/problems/index.js';
import { uuid } from '../../platform/wire/index.js';
import { session, whoAmI } from './schemas.js';
import type { Audit } from '../audit/index.js';
import type { Owner, Session, Sessions } from './sessions.js';

export interface SessionCapabilities {
  readonly sessions: Sessions;
  readonly audit: Audit;
  /** The name of a person, by the stable id. */
  readonly nameOf: (person: string) => Promise<string | undefined>;
  /** 32 bytes, always the same for a subject; nobody else can make them. */
  readonly vaultKeyOf: (subject: string) => Buffer;
  /** Takes the browser's cookie away. */
  readonly clearCookie: string;
}

const ended = { 200: { description: 'Ended', json: z.strictObject({ ended: z.int() }) } };

/** One's own sessions, and those of somebody else. */
export function sessionOperations(capabilities: SessionCapabilities): Operation[] {
  const { sessions, audit, clearCookie } = capabilities;
  const list = operation({
    id: 'listSessions',
    method: 'get',
    path: '/api/v1/sessions',
    summary: 'One’s own sessions 会话, newest first',
    tag: 'people',
    permission: permissions.listSessions,
    answers: { 200: { description: 'All of them', json: z.strictObject({ sessions: z.array(session) }) } },
    async handle({ principal, caller }) {
      const owner = ownerOf(principal);
      const own = owner ? await sessions.of(owner) : [];
      return { status: 200, json: { sessions: own.map((one) => sessionView(one, caller.session)) } };
    },
  });
  const endOther = operation({
    id: 'endOtherSession',
    method: 'delete',
    path: '/api/v1/sessions/{session}',
    summary: 'End another of one’s own sessions',
    tag: 'people',
    permission: permissions.endOtherSession,
    params: z.object({ session: uuid }),
    answers: ended,
    async change({ params, principal, actor }, tx) {
      const owner = ownerOf(principal);
      const found = owner !== undefined && (await sessions.end(params.session, owner, tx));
      if (!found)
        throw new Problem('not-found', 'SESSION_UNKNOWN', {
          zh: '您没有这个登录会话。',
          en: 'You have no such session.',
        });
      await audit.record(tx, { act: 'session.ended', by: actor, session: params.session });
      return { status: 200, json: { ended: 1 } };
    },
  });
  const ofPerson = operation({
    id: 'listSessionsOfPerson',
    method: 'get',
    path: '/api/v1/people/{person}/sessions',
    summary: 'The sessions of a person, newest first',
    tag: 'people',
    permission: permissions.listSessionsOfPerson,
    params: z.object({ person: uuid }),
    answers: { 200: { description: 'All of them', json: z.strictObject({ sessions: z.array(session) }) } },
    async handle({ params, caller, actor }) {
      const found = await sessions.of(params);
      await audit.look({ act: 'people.seen', by: actor });
      return { status: 200, json: { sessions: found.map((one) => sessionView(one, caller.session)) } };
    },
  });
  const endAll = operation({
    id: 'endSessionsOfPerson',
    method: 'delete',
    path: '/api/v1/people/{person}/sessions',
    summary: 'End all sessions of a person, at once',
    tag: 'people',
    permission: permissions.endSessionsOfPerson,
    params: z.object({ person: uuid }),
    answers: ended,
    async change({ params: { person }, actor }, tx) {
      const count = await sessions.endAllOf({ person }, tx);
      await audit.record(tx, { act: 'sessions.ended', by: actor, person, count });
      return { status: 200, json: { ended: count } };
    },
  });
  return [...ownSession(capabilities, clearCookie), vaultKey(capabilities), list, endOther, ofPerson, endAll];
}

function ownSession({ sessions, audit, nameOf }: SessionCapabilities, clearCookie: string): Operation[] {
  const get = operation({
    id: 'getSession',
    method: 'get',
    path: '/api/v1/session',
    summary: 'Who is signed in here, and what they may do',
    tag: 'people',
    permission: permissions.getSession,
    answers: { 200: { description: 'Who', json: whoAmI } },
    async handle({ principal, caller }) {
      const { authenticatedAt, resident, ...who } = principal;
      const name = who.kind === 'person' ? await nameOf(who.subject) : resident?.name;
      const json = {
        ...who,
        name: name ?? null,
        session: caller.session ?? null,
        assurance: resident?.assurance ?? null,
        authenticatedAt: authenticatedAt?.toISOString() ?? null,
        may: mayDo(principal, permissions),
      };
      return { status: 200, json };
    },
  });
  const end = operation({
    id: 'endSession',
    method: 'delete',
    path: '/api/v1/session',
    summary: 'Sign out: end the session that this request came in',
    tag: 'people',
    permission: permissions.endSession,
    answers: ended,
    async change({ caller, actor }, tx) {
      const found = caller.session !== undefined && (await sessions.end(caller.session, undefined, tx));
      await audit.record(tx, { act: 'session.ended', by: actor, session: caller.session ?? null });
      return { status: 200, headers: { 'Set-Cookie': clearCookie }, json: { ended: found ? 1 : 0 } };
    },
  });
  return [get, end];
}

function vaultKey({ vaultKeyOf }: SessionCapabilities): Operation {
  return operation({
    id: 'getVaultKey',
    method: 'get',
    path: '/api/v1/session/vault-key',
    summary: 'The secret that opens what the caller left encrypted on a device: drafts, work done offline',
    tag: 'people',
    permission: permissions.getVaultKey,
    answers: { 200: { description: '32 bytes in base64', json: z.strictObject({ key: z.base64() }) } },
    handle({ principal }) {
      const json = { key: vaultKeyOf(principal.subject).toString('base64') };
      return Promise.resolve({ status: 200, json });
    },
  });
}

/** Whose sessions somebody sees; systems see none. */
function ownerOf({ kind, subject, resident }: Principal): Owner | undefined {
  if (resident) return { resident: resident.lookup };
  return kind === 'person' ? { person: subject } : undefined;
}

const sessionView = ({ id, via, createdAt, seenAt, endsAt }: Session, own: string | undefined): unknown => ({
  id,
  via,
  createdAt: createdAt.toISOString(),
  seenAt: seenAt.toISOString(),
  endsAt: endsAt.toISOString(),
  isThis: id === own,
});
