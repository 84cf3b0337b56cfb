import { check } from './check.js';

check('in-a-worker').then(
  (checked) => postMessage(checked),
  (error: unknown) => postMessage(String(error)),
);
