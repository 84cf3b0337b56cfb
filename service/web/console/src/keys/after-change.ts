import type { Words } from '../../../kit';
import type { KeyChange } from './keys';
import { keyWords as words } from './words';

const said: Readonly<Record<KeyChange['state'], Words>> = {
  proposed: words.proposed,
  rejected: words.rejected,
  approved: words.done,
  done: words.done,
};

/** What somebody who asked for a change, or decided it, is told. */
export const afterChange = ({ state }: KeyChange): Words => said[state];
