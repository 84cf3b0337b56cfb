import { jwkThumbprint } from '@certbridge/verifier-sdk/formats';
import { z } from 'zod';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { permissions, reachesIssuer } from '../../platform/principal/index.js';
import { line } from '../../platform/wire/index.js';
import type { PairingCapabilities } from './capabilities.js';
import { hallKeys, listHalls, saveHall } from './halls.js';
import type { Hall, HallKeyStore } from './halls.js';
import { publishHall } from './publication.js';
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
        json: { halls: await Promise.all(reached.map((one) => viewOf(keys, one))) },
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
      const view = await viewOf(keys, saved);
      const { fingerprints } = view;
      await audit.record(tx, { act: 'hall.saved', by: actor, issuer: code, name: body.name, fingerprints });
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
  return [list, save, published, find];
}

async function viewOf(keys: HallKeyStore, one: Hall): Promise<z.input<typeof hall>> {
  const fingerprints = await Promise.all((await hallKeys(keys, one)).map((key) => jwkThumbprint(key)));
  return { ...one, fingerprints };
}
