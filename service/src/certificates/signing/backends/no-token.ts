import { KeyModuleDown } from '../errors.js';
import type { KeyBackend } from './backend.js';

/** Where no module is set: keys of one are known, and sign nothing. */
export const NO_TOKEN: Pick<KeyBackend, 'open'> = {
  open: ({ kid, algorithm, spki }) =>
    Promise.resolve({
      kid,
      algorithm,
      spki,
      sign: () => Promise.reject(new KeyModuleDown('CERTBRIDGE_PKCS11_MODULE is not set.')),
    }),
};
