import { api, ask } from '../../../kit';
import type { Commitment } from '../cases/open-case';
import { commitmentBody } from '../cases/send-case';
import type { ShownDocument } from '../cases/send-case';
import type { FiledCase } from './materials';

/** A filed case by its hall and id; each change answers the case as it is then. */
interface CaseName {
  readonly hall: string;
  readonly case: string;
}

/** @throws Refusal */
export const getCase = (path: CaseName): Promise<FiledCase> =>
  ask(api.GET('/api/v1/halls/{hall}/cases/{case}', { params: { path } }));

/** @throws Refusal */
export const settleMaterial = (
  of: CaseName,
  material: string,
  as: 'paper' | 'not-needed',
): Promise<FiledCase> =>
  ask(
    api.POST('/api/v1/halls/{hall}/cases/{case}/materials/{material}', {
      params: { path: { ...of, material } },
      body: { as },
    }),
  );

/** @throws Refusal */
export const makeCommitment = (of: CaseName, material: string, commitment: Commitment): Promise<FiledCase> =>
  ask(
    api.POST('/api/v1/halls/{hall}/cases/{case}/materials/{material}/commitment', {
      params: { path: { ...of, material } },
      body: commitmentBody(commitment),
    }),
  );

/** @throws Refusal */
export const addDocuments = (path: CaseName, documents: ShownDocument[]): Promise<FiledCase> =>
  ask(api.POST('/api/v1/halls/{hall}/cases/{case}/documents', { params: { path }, body: { documents } }));

/** @throws Refusal */
export const closeCase = (path: CaseName, as: NonNullable<FiledCase['closedAs']>): Promise<FiledCase> =>
  ask(api.POST('/api/v1/halls/{hall}/cases/{case}/closing', { params: { path }, body: { as } }));
