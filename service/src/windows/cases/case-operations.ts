import { z } from 'zod';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { permissions } from '../../platform/principal/index.js';
import { getHall } from '../pairing/index.js';
import { ofHall } from '../pairing/schemas.js';
import type { CaseCapabilities } from './capabilities.js';
import { getCase, lockCase, openCase } from './case.js';
import { caseFigures } from './figures.js';
import { closeCase, listCases, seeAnswers } from './list.js';
import { caseHolder, caseSummary, closing, figures, figuresQuery, ofCase, wholeCase } from './schemas.js';
import { viewOf } from './view.js';

const PAGE = 100;
const now = { 200: { description: 'The case as it is now', json: wholeCase } };

/** Cases 办件: opened, listed, closed, counted. */
export function caseOperations(capabilities: CaseCapabilities): Operation[] {
  const { database, audit } = capabilities;
  const open = operation({
    id: 'openCase',
    method: 'put',
    path: '/api/v1/halls/{hall}/cases/{case}',
    summary: 'Open a case 办件 under an id that the PC chooses; sent again, it is what it is',
    tag: 'windows',
    permission: permissions.openCase,
    params: ofCase,
    body: { json: z.strictObject({ item: z.string().max(100), holder: caseHolder }) },
    answers: now,
    async change({ params: { hall, case: id }, body, principal, actor }, tx) {
      await getHall(tx, hall);
      const opened = await openCase(tx, capabilities, { id, hall, ...body, by: principal.subject });
      if (opened.isNew) {
        await audit.record(tx, { act: 'case.opened', by: actor, issuer: hall, case: id, item: body.item });
      }
      return { status: 200, json: await viewOf(tx, capabilities, opened.case) };
    },
  });
  const list = operation({
    id: 'listCases',
    method: 'get',
    path: '/api/v1/halls/{hall}/cases',
    summary:
      'Cases of a hall: the overdue first, then those with an answer of a later check, then the newest',
    tag: 'windows',
    permission: permissions.listCases,
    params: ofHall,
    query: z.object({
      item: z.string().max(100).exactOptional(),
      closed: z.enum(['yes', 'no']).default('no').meta({ description: 'Whether closed ones are listed too' }),
      from: z.coerce.number().int().min(0).max(1_000_000).default(0),
    }),
    answers: {
      200: {
        description: `${PAGE} of them at most`,
        json: z.strictObject({
          cases: z.array(caseSummary),
          next: z.int().nullable().meta({ description: 'Give it as `from` for what follows' }),
        }),
      },
    },
    async handle({ params: { hall }, query: { item, closed, from } }) {
      const page = { from, limit: PAGE };
      const cases = await listCases(database, { hall, item, closed: closed === 'yes', ...page });
      const json = {
        cases: cases.map((one) => ({ ...one, openedAt: one.openedAt.toISOString() })),
        next: cases.length === PAGE ? from + PAGE : null,
      };
      return { status: 200, json };
    },
  });
  const get = operation({
    id: 'getCase',
    method: 'get',
    path: '/api/v1/halls/{hall}/cases/{case}',
    summary: 'A case: its list 一次性告知清单, what certificates cover 免提交, what lacks',
    tag: 'windows',
    permission: permissions.getCase,
    params: ofCase,
    answers: now,
    async handle({ params: { hall, case: id }, actor }) {
      const found = await getCase(database, capabilities, { hall, id });
      const json = await viewOf(database, capabilities, found);
      await audit.look({ act: 'case.seen', by: actor, issuer: hall, case: id });
      await seeAnswers(database, id);
      return { status: 200, json };
    },
  });
  const close = operation({
    id: 'closeCase',
    method: 'post',
    path: '/api/v1/halls/{hall}/cases/{case}/closing',
    summary: 'Accept a case that lacks nothing, refuse it, or note that it was withdrawn',
    tag: 'windows',
    permission: permissions.closeCase,
    params: ofCase,
    body: { json: z.strictObject({ as: closing }) },
    answers: now,
    async change({ params: { hall, case: id }, body: { as }, principal, actor }, tx) {
      const of = await lockCase(tx, capabilities, { hall, id });
      await closeCase(tx, of, { as, by: principal.subject });
      await audit.record(tx, { act: 'case.closed', by: actor, issuer: hall, case: id, as });
      const json = await viewOf(tx, capabilities, await getCase(tx, capabilities, { hall, id }));
      return { status: 200, json };
    },
  });
  const count = operation({
    id: 'getCaseFigures',
    method: 'get',
    path: '/api/v1/halls/{hall}/case-figures',
    summary: 'By item and month: cases, how materials were settled, the rate not handed in 免提交率',
    tag: 'windows',
    permission: permissions.getCaseFigures,
    params: ofHall,
    query: figuresQuery,
    answers: {
      200: { description: 'By month, then item', json: z.strictObject({ figures: z.array(figures) }) },
    },
    handle: async ({ params: { hall }, query }) => ({
      status: 200,
      json: { figures: await caseFigures(database, { hall, ...query }) },
    }),
  });
  return [open, list, get, close, count];
}
