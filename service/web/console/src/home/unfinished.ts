import type { RouteLocationRaw } from 'vue-router';
import { draftsHere, say } from '../../../kit';
import type { OperationId } from '../../../kit';
import { homeWords as words } from './words';

interface DraftHere {
  readonly name: string;
  readonly at: number;
  readonly kind: string;
  /** Of which it is: what follows the department in its name. */
  readonly of: readonly string[];
}

/** What somebody typed for a department and did not send: each is named by kind, department and what it is of. */
export function draftsOf(issuer: string): DraftHere[] {
  return draftsHere().flatMap(({ name, at }) => {
    const [kind = '', own, ...of] = name.split('/');
    return own === issuer ? [{ name, at, kind, of }] : [];
  });
}

interface Unfinished {
  readonly name: string;
  /** When it was typed. */
  readonly at: string;
  readonly said: string;
  readonly to: RouteLocationRaw;
  readonly needs: OperationId;
}

/** Of certificates and rows that exist: each is gone on with on a page of its own. */
export function unfinishedOf(issuer: string): Unfinished[] {
  return draftsOf(issuer).flatMap(({ name, at, kind, of: [id = '', line = ''] }): Unfinished[] => {
    const begun = { name, at: new Date(at).toISOString() };
    if (kind === 'mend') {
      const to = { name: 'batch', params: { issuer, batch: id } };
      return [{ ...begun, said: say(words.mend, { line }), to, needs: 'mendRow' }];
    }
    if (kind !== 'correction' && kind !== 'renewal') return [];
    const to = { name: 'certificate', params: { issuer, certificate: id } };
    return [{ ...begun, said: say(words[kind]), to, needs: 'renewCertificate' }];
  });
}
