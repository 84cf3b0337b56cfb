import { Refusal } from '../refusal';
import type { Certificates } from './certificates';
import type { Change } from './entry';
import { statusOn } from './status';

/** The states that a certificate which another waits for may only get with that wait ended. */
const ENDS: readonly string[] = ['revoked', 'cancelled'];
/** What ends the wait of a certificate for its successor in the same entry. */
const ENDS_WAIT: readonly string[] = ['withdrawn', ...ENDS];

/** The certificate that waits for this successor on a day, if one does. */
async function waitingFor(
  certificates: Certificates,
  successor: string,
  day: string,
): Promise<string | undefined> {
  const { awaitedBy } = await certificates.before(successor);
  if (awaitedBy === undefined) return undefined;
  const { status } = await certificates.before(awaitedBy);
  return status && statusOn(status, day).pending?.by.cert === successor ? awaitedBy : undefined;
}

/**
 * That no certificate goes on waiting for a successor which has ended: a change that revokes or cancels one stands
 * with a change that ends the wait, and a wait begins only for one that is not revoked or cancelled, and that no
 * other waits for.
 */
export async function checkWaits(
  certificates: Certificates,
  changes: readonly Change[],
  day: string,
): Promise<void> {
  const changed = new Map(changes.map((change) => [change.cert, change]));
  for (const change of changes) {
    if (ENDS.includes(change.state)) {
      const waiting = await waitingFor(certificates, change.cert, day);
      if (waiting !== undefined && !ENDS_WAIT.includes(changed.get(waiting)?.state ?? ''))
        throw new Refusal(
          'SUCCESSOR_INVALID',
          `${waiting} waits for ${change.cert}: withdraw it in this entry`,
        );
    }
    if (change.from !== undefined && change.by !== undefined)
      await checkAwaited(certificates, change, day, changed);
  }
}

async function checkAwaited(
  certificates: Certificates,
  { cert, by }: Change,
  day: string,
  changed: ReadonlyMap<string, Change>,
): Promise<void> {
  const successor = by?.cert ?? '';
  const { status } = await certificates.before(successor);
  const present = changed.get(successor)?.state ?? (status && statusOn(status, day).state) ?? 'none';
  if (ENDS.includes(present)) throw new Refusal('SUCCESSOR_INVALID', `${successor} is ${present}`);
  const waiting = await waitingFor(certificates, successor, day);
  if (waiting !== undefined && waiting !== cert)
    throw new Refusal('PENDING_EXISTS', `${waiting} waits for ${successor} already`);
  for (const other of changed.values()) {
    if (other.cert !== cert && other.from !== undefined && other.by?.cert === successor)
      throw new Refusal('PENDING_EXISTS', `${other.cert} and ${cert} would wait for ${successor}`);
  }
}
