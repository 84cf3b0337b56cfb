import { fromBase64Url, toHex } from '@certbridge/verifier-sdk/formats';
import { z } from 'zod';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { permissions } from '../../platform/principal/index.js';
import { line } from '../../platform/wire/index.js';
import type { PairingCapabilities } from './capabilities.js';
import { getHall } from './halls.js';
import {
  ofHall,
  ofWindow,
  pairingDecision,
  proof,
  publicKey,
  trustAnchor,
  window,
  windowView,
} from './schemas.js';
import {
  decidePairing,
  listWindows,
  renewWindow,
  requestPairing,
  revocationReasons,
  revokeWindow,
} from './windows.js';
import type { Window } from './windows.js';

const now = { 200: { description: 'The window as it is now', json: window } };

/** What the audit says of a window. */
const said = ({ id, hall, name: place, fingerprint }: Window) =>
  ({ issuer: hall, window: id, name: place, fingerprint }) as const;

/** Pairing: an administrator confirms a PC's key, the hall certifies it for 30 days at most. */
export function windowOperations({ database, audit, keys, protection }: PairingCapabilities): Operation[] {
  const list = operation({
    id: 'listWindows',
    method: 'get',
    path: '/api/v1/halls/{hall}/windows',
    summary: 'The windows 窗口 of a hall, and what each of them is paired with',
    tag: 'windows',
    permission: permissions.listWindows,
    params: ofHall,
    answers: { 200: { description: 'All of them', json: z.strictObject({ windows: z.array(window) }) } },
    async handle({ params }) {
      await getHall(database, params.hall);
      return { status: 200, json: { windows: (await listWindows(database, params.hall)).map(windowView) } };
    },
  });
  const ask = operation({
    id: 'requestPairing',
    method: 'post',
    path: '/api/v1/halls/{hall}/windows',
    summary: 'Ask that this PC be a window: an administrator confirms both fingerprints',
    tag: 'windows',
    permission: permissions.requestPairing,
    params: ofHall,
    body: { json: z.strictObject({ name: line, key: publicKey, trustAnchor, proof }) },
    answers: now,
    async change({ params: { hall }, body, principal, actor }, tx) {
      await getHall(tx, hall);
      const made = await requestPairing(tx, protection, principal.subject, { hall, ...body });
      await audit.record(tx, { act: 'window.asked', by: actor, ...said(made) });
      return { status: 200, json: windowView(made) };
    },
  });
  const decide = operation({
    id: 'decidePairing',
    method: 'post',
    path: '/api/v1/halls/{hall}/windows/{window}/decision',
    summary: 'Confirm a PC by the fingerprints that it shows, or refuse it',
    tag: 'windows',
    permission: permissions.decidePairing,
    params: ofWindow,
    body: { json: pairingDecision },
    answers: now,
    async change({ params: { hall, window: id }, body, principal, actor }, tx) {
      const made = await decidePairing(tx, { keys, protection }, { hall, id, by: principal.subject }, body);
      const act = body.approve ? 'window.paired' : 'window.refused';
      await audit.record(tx, { act, by: actor, ...said(made) });
      return { status: 200, json: windowView(made) };
    },
  });
  const renew = operation({
    id: 'renewWindow',
    method: 'post',
    path: '/api/v1/halls/{hall}/windows/{window}/renewal',
    summary: 'Have the key of a paired window certified for another 30 days',
    tag: 'windows',
    permission: permissions.renewWindow,
    params: ofWindow,
    body: { json: z.strictObject({ proof }) },
    answers: now,
    async change({ params: { hall, window: id }, body, actor }, tx) {
      const made = await renewWindow(tx, keys, { hall, id, proof: body.proof });
      await audit.record(tx, { act: 'window.renewed', by: actor, ...said(made) });
      return { status: 200, json: windowView(made) };
    },
  });
  const revoke = operation({
    id: 'revokeWindow',
    method: 'post',
    path: '/api/v1/halls/{hall}/windows/{window}/revocation',
    summary: 'From now on the key of this window counts no more; what was filed before stays good',
    tag: 'windows',
    permission: permissions.revokeWindow,
    params: ofWindow,
    body: { json: z.strictObject({ reason: z.enum(revocationReasons) }) },
    answers: now,
    async change({ params: { hall, window: id }, body: { reason }, principal, actor }, tx) {
      const made = await revokeWindow(tx, { hall, id, by: principal.subject }, reason);
      // The thumbprint is a SHA-256: by it the list of revocations finds the place in the tree.
      const filed = toHex(fromBase64Url(made.fingerprint));
      await audit.record(tx, { act: 'window.revoked', by: actor, reason, filed, ...said(made) });
      return { status: 200, json: windowView(made) };
    },
  });
  return [list, ask, decide, renew, revoke];
}
