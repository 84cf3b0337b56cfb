import { jwkThumbprint } from '@certbridge/verifier-sdk/formats';
import { z } from 'zod';
import type { Queryable } from '../../platform/database/index.js';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { permissions, reachesIssuer } from '../../platform/principal/index.js';
import { line } from '../../platform/wire/index.js';
import type { PairingCapabilities } from './capabilities.js';
import { hallKeys, listHalls, saveHall, successionsOf } from './halls.js';
import type { Hall, HallKeyStore } from './halls.js';
import { publishHall } from './publication.js';
import { rotateHallKey } from './rotate-hall-key.js';
import { fingerprint, hall, hallKeysFile, ofHall } from './schemas.js';
import { hallOfKey } from './windows.js';

/** Halls 政务服务大厅, whose windows rely on certificates. */
export function hallOperations({ database, audit, keys, mspId }: PairingCapabilities): Operation[] {
  const list = operation({
    id: 'listHalls',
    method: 'get',
    path: '/api/v1/halls',
    summary: "The halls 政务服务大厅 within the caller's reach",
    tag: 'windows',
    permission: permissions.listHalls,
    answers: { 200: { description: 'All of them', json: z.strictObject({ halls: z.array(hall) }) } },
    async handle({ principal }) {
      const reached = (await listHalls(database)).filter(({ code }) => reachesIssuer(principal, code));
      return {
        status: 200,
        json: { halls: await Promise.all(reached.map((one) => viewOf(database, keys, one))) },
      };
    },
  });
  const save = operation({
    id: 'saveHall',
    method: 'put',
    path: '/api/v1/halls/{hall}',
    summary: 'Add a hall, making the key that certifies its windows; or change its name',
    tag: 'windows',
    permission: permissions.saveHall,
    params: ofHall,
    body: { json: z.strictObject({ name: line }) },
    answers: { 200: { description: 'The hall as it is now', json: hall } },
    async change({ params: { hall: code }, body, actor }, tx) {
      const saved = await saveHall(tx, keys, { code, name: body.name });
      const view = await viewOf(tx, keys, saved);
      const { fingerprints } = view;
      await audit.record(tx, { act: 'hall.saved', by: actor, issuer: code, name: body.name, fingerprints });
      return { status: 200, json: view };
    },
  });
  const rotate = operation({
    id: 'rotateHallKey',
    method: 'post',
    path: '/api/v1/halls/{hall}/keys',
    summary: 'A new key takes the place of the one that certifies the hall’s windows, which states it',
    tag: 'windows',
    permission: permissions.rotateHallKey,
    params: ofHall,
    answers: { 200: { description: 'The hall, with the new key as the last', json: hall } },
    async change({ params: { hall: code }, actor }, tx) {
      const view = await viewOf(tx, keys, await rotateHallKey(tx, keys, code));
      const { fingerprints } = view;
      await audit.record(tx, { act: 'hall.key-rotated', by: actor, issuer: code, fingerprints });
      return { status: 200, json: view };
    },
  });
  const published = operation({
    id: 'getHallKeys',
    method: 'get',
    path: '/api/v1/halls/{hall}/keys',
    summary: 'What checkers of receipts 核验回执 need: keys, certificates of windows, revocations',
    tag: 'windows',
    permission: 'public',
    params: ofHall,
    answers: { 200: { description: 'To be pinned by the fingerprints of its keys', json: hallKeysFile } },
    handle: async ({ params: { hall: code } }) => ({
      status: 200,
      json: await publishHall(database, keys, { code, mspId }),
    }),
  });
  const find = operation({
    id: 'findHall',
    method: 'get',
    path: '/api/v1/window-keys/{fingerprint}',
    summary:
      "The hall that certified a window's key: where a receipt 核验回执, which names the key alone, is checked",
    tag: 'windows',
    permission: 'public',
    params: z.object({ fingerprint }),
    answers: { 200: { description: 'Its code', json: ofHall } },
    handle: async ({ params }) => ({
      status: 200,
      json: { hall: await hallOfKey(database, params.fingerprint) },
    }),
  });
  return [list, save, rotate, published, find];
}

async function viewOf(database: Queryable, keys: HallKeyStore, one: Hall): Promise<z.input<typeof hall>> {
  const published = await hallKeys(keys, one, await successionsOf(database, one.code));
  const fingerprints = await Promise.all(published.map((key) => jwkThumbprint(key)));
  return { ...one, fingerprints };
}
