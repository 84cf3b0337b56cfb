import type { Operation } from '../../platform/http/index.js';
import type { PairingCapabilities } from './capabilities.js';
import { hallOperations } from './hall-operations.js';
import { windowOperations } from './window-operations.js';

/** Halls and their windows. */
export const pairingOperations = (capabilities: PairingCapabilities): Operation[] => [
  ...hallOperations(capabilities),
  ...windowOperations(capabilities),
];
