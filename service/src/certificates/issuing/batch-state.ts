import type { Transaction } from '../../platform/database/index.js';
import { Problem } from '../../platform/problems/index.js';

/** How a batch goes: its rows are mended only in `checked` and `returned`. */
export const batchStates = [
  'receiving',
  'checked',
  'submitted',
  'issuing',
  'issued',
  'returned',
  'refused',
  'withdrawn',
] as const;
export type BatchState = (typeof batchStates)[number];

const stateNames: Readonly<Record<BatchState, string>> = {
  receiving: '正在检查',
  checked: '待提交',
  submitted: '待审核',
  issuing: '正在签发',
  issued: '已签发',
  returned: '被退回',
  refused: '未签发',
  withdrawn: '已撤回',
};

/** The batch is in a state in which this is not done. */
class BatchStateWrong extends Problem {
  constructor(state: BatchState, needed: readonly BatchState[]) {
    super(
      'conflict',
      'BATCH_STATE',
      {
        zh: `这一批现在是“${stateNames[state]}”，须是“${needed.map((one) => stateNames[one]).join('”或“')}”才能这样办：请刷新后再看。`,
        en: `This batch is ${state}; for this it must be ${needed.join(' or ')}.`,
      },
      { details: { state, needed } },
    );
  }
}

/** What may follow on what. */
const following: Readonly<Record<BatchState, readonly BatchState[]>> = {
  receiving: ['checked', 'refused'],
  checked: ['submitted', 'refused', 'withdrawn'],
  submitted: ['issuing', 'returned', 'refused', 'withdrawn'],
  returned: ['submitted', 'refused', 'withdrawn'],
  // Refused only while nothing of it is issued.
  issuing: ['issued', 'refused'],
  issued: [],
  refused: [],
  withdrawn: [],
};

/** States in which rows may be mended. */
export const mendable: readonly BatchState[] = ['checked', 'returned'];

/** States in which it can be brought into that one. */
export const statesBefore = (to: BatchState): readonly BatchState[] =>
  batchStates.filter((state) => following[state].includes(to));

/** Nothing more is issued of it. */
export const isFinal = (state: BatchState): boolean => following[state].length === 0;

/** Whether a batch waits for a person, not for the worker. */
export const waitsForPeople = (state: BatchState): boolean =>
  state === 'submitted' || mendable.includes(state);

/**
 * Moves a batch on, if it is in a state on which the other may follow.
 * @throws BatchStateWrong
 */
export async function moveBatch(transaction: Transaction, id: string, to: BatchState): Promise<void> {
  await requireState(transaction, id, statesBefore(to));
  await transaction.query(
    'UPDATE batches SET state = $2, finished_at = CASE WHEN $3 THEN now() END WHERE id = $1',
    [id, to, isFinal(to)],
  );
}

/** Locks a batch until the transaction ends. @throws BatchStateWrong */
export async function requireState(
  transaction: Transaction,
  id: string,
  needed: readonly BatchState[],
): Promise<void> {
  const { rows } = await transaction.query<{ state: BatchState }>(
    'SELECT state FROM batches WHERE id = $1 FOR UPDATE',
    [id],
  );
  const state = rows[0]?.state ?? 'refused';
  if (!needed.includes(state)) throw new BatchStateWrong(state, needed);
}

/** Whether a batch is still being received; if so, it is locked until the transaction ends. */
export async function holdReceiving(transaction: Transaction, id: string): Promise<boolean> {
  const { rows } = await transaction.query(
    `SELECT FROM batches WHERE id = $1 AND state = 'receiving' FOR UPDATE`,
    [id],
  );
  return rows.length > 0;
}
