import { z } from 'zod';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { permissions } from '../../platform/principal/index.js';
import { getHall } from '../pairing/index.js';
import type { CaseCapabilities } from './capabilities.js';
import { getCase, lockCase } from './case.js';
import { commitmentPaper } from './commitment-paper.js';
import { addDocument } from './documents.js';
import { commitmentOf, makeCommitment, settleMaterial } from './materials.js';
import { newCommitment, ofCase, ofMaterial, shownDocument, wholeCase } from './schemas.js';
import { viewOf } from './view.js';

const MOST_AT_ONCE = 20;
const now = { 200: { description: 'The case as it is now', json: wholeCase } };

/** What is shown, handed in and promised for a case. */
export function materialOperations(capabilities: CaseCapabilities): Operation[] {
  const { audit, database, faces } = capabilities;
  const add = operation({
    id: 'addDocuments',
    method: 'post',
    path: '/api/v1/halls/{hall}/cases/{case}/documents',
    summary: 'File the receipts of what was verified for a case; materials that they cover are settled',
    tag: 'windows',
    permission: permissions.addDocuments,
    params: ofCase,
    body: { json: z.strictObject({ documents: z.array(shownDocument).min(1).max(MOST_AT_ONCE) }) },
    answers: now,
    async change({ params: { hall, case: id }, body, actor }, tx) {
      const of = await lockCase(tx, capabilities, { hall, id }, 'open-or-accepted');
      for (const { receipt, content } of body.documents) {
        const kept = content && { kind: content.kind, bytes: Buffer.from(content.bytes, 'base64') };
        await addDocument(tx, capabilities, of, { receipt, content: kept }, actor);
      }
      return { status: 200, json: await viewOf(tx, capabilities, of) };
    },
  });
  const settle = operation({
    id: 'settleMaterial',
    method: 'post',
    path: '/api/v1/halls/{hall}/cases/{case}/materials/{material}',
    summary: 'Note that a material was handed in on paper, or is not needed here',
    tag: 'windows',
    permission: permissions.settleMaterial,
    params: ofMaterial,
    body: { json: z.strictObject({ as: z.enum(['paper', 'not-needed']) }) },
    answers: now,
    async change({ params: { hall, case: id, material }, body: { as }, principal, actor }, tx) {
      const of = await lockCase(tx, capabilities, { hall, id }, 'open-or-accepted');
      await settleMaterial(tx, of, { material, as, by: principal.subject });
      await audit.record(tx, { act: 'material.settled', by: actor, issuer: hall, case: id, material, as });
      return { status: 200, json: await viewOf(tx, capabilities, of) };
    },
  });
  const commit = operation({
    id: 'makeCommitment',
    method: 'post',
    path: '/api/v1/halls/{hall}/cases/{case}/materials/{material}/commitment',
    summary: 'Accept a material later: 容缺受理 or 告知承诺, with reason and deadline',
    tag: 'windows',
    permission: permissions.makeCommitment,
    params: ofMaterial,
    body: { json: newCommitment },
    answers: now,
    async change({ params: { hall, case: id, material }, body, principal, actor }, tx) {
      const of = await lockCase(tx, capabilities, { hall, id });
      const { kind, due, reason, signature: drawn } = body;
      const signature = drawn === undefined ? undefined : Buffer.from(drawn, 'base64');
      await makeCommitment(tx, of, { material, kind, due, reason, signature, by: principal.subject });
      const said = { issuer: hall, case: id, material, kind, due };
      await audit.record(tx, { act: 'commitment.made', by: actor, ...said });
      return { status: 200, json: await viewOf(tx, capabilities, of) };
    },
  });
  const paper = operation({
    id: 'getCommitmentPaper',
    method: 'get',
    path: '/api/v1/halls/{hall}/cases/{case}/materials/{material}/commitment/document',
    summary:
      'The form of a commitment 告知承诺书, 容缺受理承诺书, filled: to be archived, or to be signed on paper',
    tag: 'windows',
    permission: permissions.getCommitmentPaper,
    params: ofMaterial,
    answers: { 200: { description: 'PDF/A-3', media: 'application/pdf' } },
    async handle({ params: { hall: code, case: id, material }, actor }) {
      const hall = await getHall(database, code);
      const of = await getCase(database, capabilities, { hall: code, id });
      const made = await commitmentOf(database, of, material);
      await audit.look({ act: 'case.seen', by: actor, issuer: code, case: id });
      return { status: 200, bytes: await commitmentPaper(faces, hall, of, { id: material, made }) };
    },
  });
  return [add, settle, commit, paper];
}
