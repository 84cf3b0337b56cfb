import { z } from 'zod';
import type { Queryable } from '../../platform/database/index.js';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { mayDecide, permissions } from '../../platform/principal/index.js';
import type { Principal } from '../../platform/principal/index.js';
import { ofIssuer } from '../../platform/wire/index.js';
import { getIssuer, listIssuers } from '../issuers/index.js';
import type { Issuer } from '../issuers/index.js';
import { readCertificates } from '../signing/index.js';
import type { KeyOwner } from '../signing/index.js';
import { requireReady } from './carry-out.js';
import type { KeyCapabilities } from './carry-out.js';
import { decideKeyChange, findKeyChange, requestKeyChange, waitingKeyChanges } from './changes.js';
import type { KeyChange } from './changes.js';
import { KeyNotIssuers } from './errors.js';
import { keysOf } from './list.js';
import type { IssuerKey } from './list.js';
import * as schemas from './schemas.js';

const { kid, use, algorithm, keyChange, keyChanges, ofKey, ofKeyChange, requested } = schemas;

const ISSUER_NAME = z
  .string()
  .min(1)
  .max(200)
  .exactOptional()
  .meta({ description: 'Of an issuer that is not added yet: its keys may come first' });
const changed = {
  200: { description: 'The change as it is now: done, or waiting', json: keyChange },
};
const theKey = { 200: { description: 'The key', json: schemas.key } };

/** What is done with an issuer's keys in their lives. */
export function keyOperations(parts: KeyCapabilities): Operation[] {
  return [...readingOperations(parts), ...changingOperations(parts), ...authorityAnswers(parts)];
}

function readingOperations({ database, keys }: KeyCapabilities): Operation[] {
  const list = operation({
    id: 'listKeys',
    method: 'get',
    path: '/api/v1/issuers/{issuer}/keys',
    summary: "An issuer's signing keys 签名密钥, with warnings of certificates that end",
    tag: 'keys',
    permission: permissions.listKeys,
    params: ofIssuer,
    answers: { 200: { description: 'All of them, oldest first', json: schemas.keys } },
    async handle({ params }) {
      const issuer = await known(database, params.issuer);
      await keys.refresh();
      const held = keysOf(keys, params.issuer, issuer, new Date());
      return { status: 200, json: { keys: held.map(keyView) } };
    },
  });
  const waiting = operation({
    id: 'listKeyChanges',
    method: 'get',
    path: '/api/v1/issuers/{issuer}/key-changes',
    summary: 'Rotations and revocations that wait for a second administrator or for the ledger',
    tag: 'keys',
    permission: permissions.listKeyChanges,
    params: ofIssuer,
    answers: { 200: { description: 'All of them', json: keyChanges } },
    async handle({ params, principal }) {
      const changes = await waitingKeyChanges(database, params.issuer);
      return { status: 200, json: { changes: changes.map((one) => changeView(one, principal)) } };
    },
  });
  const get = operation({
    id: 'getKeyChange',
    method: 'get',
    path: '/api/v1/issuers/{issuer}/key-changes/{change}',
    summary: 'One rotation or revocation',
    tag: 'keys',
    permission: permissions.getKeyChange,
    params: ofKeyChange,
    answers: changed,
    async handle({ params, principal }) {
      const change = await findKeyChange(database, params.issuer, params.change);
      return { status: 200, json: changeView(change, principal) };
    },
  });
  return [list, waiting, get];
}

function changingOperations(parts: KeyCapabilities): Operation[] {
  const { audit, protection, keys } = parts;
  const rotate = operation({
    id: 'rotateKey',
    method: 'post',
    path: '/api/v1/issuers/{issuer}/key-rotations',
    summary: 'Sign with another key from now on; what the old one signed stays good',
    tag: 'keys',
    permission: permissions.rotateKey,
    params: ofIssuer,
    body: {
      json: z.strictObject({
        use,
        kid: kid.exactOptional().meta({ description: 'The key that takes over; unless given, one is made' }),
      }),
    },
    answers: changed,
    async change({ params: { issuer }, body: { use: of, kid: next }, principal, actor }, tx) {
      await requireReady(keys, await getIssuer(tx, issuer), of, next);
      const kids = next === undefined ? [] : [next];
      const asked = { issuer, kind: 'rotate', use: of, kids, reason: null, by: principal.subject } as const;
      const change = await requestKeyChange(tx, protection, asked);
      const { id, state } = change;
      await audit.record(tx, {
        ...{ act: 'key.rotation-asked', by: actor, issuer, change: id, use: of, kids, state },
      });
      return { status: 200, json: changeView(change, principal) };
    },
  });
  const revoke = operation({
    id: 'revokeKey',
    method: 'post',
    path: '/api/v1/issuers/{issuer}/keys/{kid}/revocation',
    summary: 'Revoke a key for ever; one of this service’s authority that is in use is replaced at once',
    tag: 'keys',
    permission: permissions.revokeKey,
    params: ofKey,
    body: { json: z.strictObject({ reason: schemas.revocationReason }) },
    answers: changed,
    async change({ params: { issuer, kid: revoked }, body: { reason }, principal, actor }, tx) {
      await keys.refresh();
      const key = keys.describe(issuer).find((one) => one.kid === revoked);
      if (!key) throw new KeyNotIssuers(revoked);
      const kids = [revoked];
      const { use: of } = key;
      const asked = { issuer, kind: 'revoke', use: of, kids, reason, by: principal.subject } as const;
      const change = await requestKeyChange(tx, protection, asked);
      const { id, state } = change;
      await audit.record(tx, {
        ...{ act: 'key.revocation-asked', by: actor, issuer, change: id, use: of, kids, state, reason },
      });
      return { status: 200, json: changeView(change, principal) };
    },
  });
  const decide = operation({
    id: 'decideKeyChange',
    method: 'post',
    path: '/api/v1/issuers/{issuer}/key-changes/{change}/decision',
    summary: 'Approve or reject a rotation or revocation that another administrator proposed',
    tag: 'keys',
    permission: permissions.decideKeyChange,
    params: ofKeyChange,
    body: { json: z.strictObject({ approve: z.boolean() }) },
    answers: changed,
    async change({ params: { issuer, change: id }, body: { approve }, principal, actor }, tx) {
      const change = await decideKeyChange(tx, protection, { issuer, id, by: principal.subject, approve });
      const act = approve ? 'key-change.approved' : 'key-change.rejected';
      await audit.record(tx, { act, by: actor, issuer, change: id });
      return { status: 200, json: changeView(change, principal) };
    },
  });
  return [rotate, revoke, decide];
}

/** Keys that a department's own authority certifies. */
function authorityAnswers({ database, audit, keys }: KeyCapabilities): Operation[] {
  const view = async (issuer: string, made: string): Promise<unknown> => {
    const held = keysOf(keys, issuer, await known(database, issuer), new Date());
    const key = held.find((one) => one.kid === made);
    if (!key) throw new KeyNotIssuers(made);
    return keyView(key);
  };
  const ask = operation({
    id: 'requestKey',
    method: 'post',
    path: '/api/v1/issuers/{issuer}/key-requests',
    summary: "Make a key, and a request (PKCS#10) for the department's own authority to certify it",
    tag: 'keys',
    permission: permissions.requestKey,
    params: ofIssuer,
    body: { json: z.strictObject({ use, algorithm: algorithm.default('ES256'), name: ISSUER_NAME }) },
    answers: { 200: { description: 'The request', json: requested } },
    async change({ params: { issuer }, body, actor }, tx) {
      const owner = await ownerOf(tx, issuer, body.name);
      const made = await keys.request(owner, body.use, body.algorithm);
      await audit.record(tx, { act: 'key.requested', by: actor, issuer, kid: made.kid, use: body.use });
      return { status: 200, json: made };
    },
  });
  const answer = operation({
    id: 'importCertificate',
    method: 'post',
    path: '/api/v1/issuers/{issuer}/key-certificates',
    summary: "Take the answer of the department's authority to a request",
    tag: 'keys',
    permission: permissions.importCertificate,
    params: ofIssuer,
    body: {
      json: z.strictObject({
        certificates: z
          .string()
          .max(200_000)
          .meta({ description: 'PEM: the certificate and those of its issuers up to the root' }),
        name: ISSUER_NAME,
      }),
    },
    answers: theKey,
    async change({ params: { issuer }, body, actor }, tx) {
      const owner = await ownerOf(tx, issuer, body.name);
      const { kid: certified } = await keys.certify(owner, readCertificates(body.certificates));
      await audit.record(tx, { act: 'key.certified', by: actor, issuer, kid: certified });
      return { status: 200, json: await view(issuer, certified) };
    },
  });
  const keyFile = operation({
    id: 'importKey',
    method: 'post',
    path: '/api/v1/issuers/{issuer}/key-files',
    summary:
      "Take a key with its certificates from a PKCS#12 file (.p12, .pfx) of the department's authority",
    tag: 'keys',
    permission: permissions.importKey,
    params: ofIssuer,
    body: {
      json: z.strictObject({
        use,
        file: z.base64().max(200_000).meta({ description: 'The file, in base64' }),
        passphrase: z.string().max(1000),
        name: ISSUER_NAME,
      }),
    },
    answers: theKey,
    async change({ params: { issuer }, body, actor }, tx) {
      const owner = await ownerOf(tx, issuer, body.name);
      const file = { bytes: Buffer.from(body.file, 'base64'), passphrase: body.passphrase };
      const { kid: taken } = await keys.importKeyFile(owner, body.use, file);
      await audit.record(tx, { act: 'key.imported', by: actor, issuer, kid: taken, use: body.use });
      return { status: 200, json: await view(issuer, taken) };
    },
  });
  return [ask, answer, keyFile];
}

async function known(database: Queryable, code: string): Promise<Issuer | undefined> {
  return (await listIssuers(database)).find((issuer) => issuer.code === code);
}

/** @throws IssuerUnknown for one that is neither here nor named */
async function ownerOf(database: Queryable, code: string, name: string | undefined): Promise<KeyOwner> {
  const issuer = await known(database, code);
  if (!issuer && name !== undefined) return { code, name };
  return issuer ?? getIssuer(database, code);
}

const keyView = ({ createdAt, notAfter, warning, ...key }: IssuerKey): unknown => ({
  ...key,
  createdAt: createdAt.toISOString(),
  notAfter: notAfter?.toISOString() ?? null,
  warning: warning ?? null,
});

const { decideKeyChange: decision } = permissions;

function changeView(change: KeyChange, principal: Principal): unknown {
  const { issuer, state, proposedBy: askedBy } = change;
  return {
    ...change,
    proposedAt: change.proposedAt.toISOString(),
    may: mayDecide(
      principal,
      { decideKeyChange: decision },
      { issuer, askedBy, waits: state === 'proposed' },
    ),
  };
}
