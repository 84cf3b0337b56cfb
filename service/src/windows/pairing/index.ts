/** Pairing: the windows 窗口 of a hall are PCs whose keys the hall certifies. */
export { pairingOperations } from './operations.js';
export { getHall, hallKeys } from './halls.js';
export type { Hall, HallKeyStore } from './halls.js';
export { certificateAt, lockWindow } from './windows.js';
export type { Window } from './windows.js';
export { publishHall } from './publication.js';
export { HallUnknown, WindowNotPaired, WindowUnknown } from './errors.js';
