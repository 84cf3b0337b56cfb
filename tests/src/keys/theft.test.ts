import { afterAll, beforeAll, it } from 'vitest';
import { Office } from '../department/office.js';
import { installWindowOfBefore } from '../packed-sdk/window-of-before.js';
import type { WindowOfBefore } from '../packed-sdk/window-of-before.js';
import { theftDrill } from './theft-drill.js';

let office: Office;
let window: WindowOfBefore;
beforeAll(async () => {
  office = await Office.open();
  window = await installWindowOfBefore();
});
afterAll(async () => {
  await window.close();
  await office.close();
});

it('two rotations and a theft: forgeries are found out once the keys are revoked, and what is genuine stays good', async () => {
  await theftDrill({ office, rows: 3, before: window.sdk });
});
