import { Refusal } from '../refusal';
import type { Json } from '../canonical/json';
import type { State } from '../state/transaction';
import type { Change, Entry } from './entry';
import { dayOf, statusOn } from './status';
import type { Status } from './status';

/** The states that a certificate which another waits for may only get with that wait ended. */
const ENDS: readonly string[] = ['revoked', 'cancelled'];
/** What ends the wait of a certificate for its successor in the same entry. */
const ENDS_WAIT: readonly string[] = ['withdrawn', ...ENDS];

export async function readStatus(state: State, issuer: string, cert: string): Promise<Status | undefined> {
  return (await state.get(['status', issuer, cert])) as unknown as Status | undefined;
}

/** The certificate that waits for this successor on a day, if one does. */
async function waitingFor(
  state: State,
  issuer: string,
  successor: string,
  day: string,
): Promise<string | undefined> {
  const cert = (await state.get(['pending', issuer, successor])) as string | undefined;
  if (cert === undefined) return undefined;
  const status = await readStatus(state, issuer, cert);
  return status && statusOn(status, day).pending?.by.cert === successor ? cert : undefined;
}

/**
 * That no certificate goes on waiting for a successor which has ended: a change that revokes or cancels one stands
 * with a change that ends the wait, and a wait begins only for one that is not revoked or cancelled, and that no
 * other waits for.
 */
export async function checkWaits(state: State, entry: Entry, changes: readonly Change[]): Promise<void> {
  const day = dayOf(entry.time);
  const changed = new Map(changes.map((change) => [change.cert, change]));
  for (const change of changes) {
    if (ENDS.includes(change.state)) {
      const waiting = await waitingFor(state, entry.issuer, change.cert, day);
      if (waiting !== undefined && !ENDS_WAIT.includes(changed.get(waiting)?.state ?? ''))
        throw new Refusal(
          'SUCCESSOR_INVALID',
          `${waiting} waits for ${change.cert}: withdraw it in this entry`,
        );
    }
    if (change.from !== undefined && change.by !== undefined) {
      await checkAwaited(state, entry.issuer, change, day, changed);
    }
  }
}

async function checkAwaited(
  state: State,
  issuer: string,
  { cert, by }: Change,
  day: string,
  changed: ReadonlyMap<string, Change>,
): Promise<void> {
  const successor = by?.cert ?? '';
  const status = await readStatus(state, issuer, successor);
  const present = changed.get(successor)?.state ?? (status && statusOn(status, day).state) ?? 'none';
  if (ENDS.includes(present)) throw new Refusal('SUCCESSOR_INVALID', `${successor} is ${present}`);
  const waiting = await waitingFor(state, issuer, successor, day);
  if (waiting !== undefined && waiting !== cert)
    throw new Refusal('PENDING_EXISTS', `${waiting} waits for ${successor} already`);
  for (const other of changed.values()) {
    if (other.cert !== cert && other.from !== undefined && other.by?.cert === successor)
      throw new Refusal('PENDING_EXISTS', `${other.cert} and ${cert} would wait for ${successor}`);
  }
}

/** Writes a certificate's status, and by its successor that it waits, or does no longer. */
export async function writeStatus(
  state: State,
  issuer: string,
  cert: string,
  before: Status | undefined,
  status: Status,
): Promise<void> {
  await state.put(['status', issuer, cert], status as unknown as Json);
  const [old, next] = [before?.pending?.by.cert, status.pending?.by.cert];
  if (old === next) return;
  if (old !== undefined) await state.remove(['pending', issuer, old]);
  if (next !== undefined) await state.put(['pending', issuer, next], cert);
}
