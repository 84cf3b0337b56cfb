import { say } from '../../../kit';
import type { Schema } from '../../../kit';
import { calendarDay } from '../../../kit/dates/when';
import type { Material } from '../cases/coverage';
import { filedCaseWords as words } from './words';

export type FiledCase = Schema<'Case'>;
type CaseMaterial = FiledCase['materials'][number];

/** A material of a filed case, as it stands and with what may become of it. */
export interface FiledMaterial {
  readonly material: Material;
  readonly chip: 'good' | 'wait' | 'bad' | '';
  readonly said: string;
  readonly why: string;
  readonly hasForm: boolean;
  readonly mayHandIn: boolean;
  readonly mayLeaveOut: boolean;
  readonly mayPromise: boolean;
}

const chips = {
  lacking: '',
  certificate: 'good',
  paper: 'good',
  'not-needed': '',
  deferred: 'wait',
  declared: 'wait',
} as const;

export function filedMaterials({ item, materials, closedAs }: FiledCase): FiledMaterial[] {
  return item.materials.flatMap((material) => {
    const found = materials.find(({ id }) => id === material.id);
    if (!found) return [];
    const isOpen = closedAs === null;
    const isOwed = found.state === 'deferred' || found.state === 'declared';
    const isLacking = found.state === 'lacking';
    return [
      {
        material,
        ...stateOf(found),
        hasForm: found.commitment !== null,
        // What was promised is handed in after the case was accepted, too.
        mayHandIn: (isOpen && isLacking) || ((isOpen || closedAs === 'accepted') && isOwed),
        mayLeaveOut: isOpen && isLacking && material.when !== undefined,
        mayPromise: isOpen && isLacking && material.commitment !== undefined,
      },
    ];
  });
}

function stateOf({ state, commitment }: CaseMaterial): Pick<FiledMaterial, 'chip' | 'said' | 'why'> {
  const isOverdue = commitment?.isOverdue === true;
  const said = isOverdue ? words.overdue : words[state === 'not-needed' ? 'notNeeded' : state];
  const why = !commitment
    ? ''
    : commitment.fulfilledAt === null
      ? say(words.due, { due: say(calendarDay(commitment.due)) })
      : say(words.kept);
  return { chip: isOverdue ? 'bad' : chips[state], said: say(said), why };
}
