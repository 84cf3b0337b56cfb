import { api, ask } from '../../../kit';
import type { Schema } from '../../../kit';

export type Person = Schema<'Person'>;
export type Access = Schema<'Access'>;
export type AccessChange = Schema<'AccessChange'>;

/** Proposes what a person may do from now on; another administrator decides. @throws Refusal */
export const proposeAccess = (person: string, access: Access): Promise<AccessChange> =>
  ask(api.POST('/api/v1/people/{person}/access-changes', { params: { path: { person } }, body: access }));

/** @throws Refusal */
export const decideAccess = ({ id }: AccessChange, approve: boolean): Promise<AccessChange> =>
  ask(
    api.POST('/api/v1/access-changes/{change}/decision', {
      params: { path: { change: id } },
      body: { approve },
    }),
  );
