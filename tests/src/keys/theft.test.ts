import { afterAll, beforeAll, it } from 'vitest';
import { Office } from '../department/office.js';
import { theftDrill } from './theft-drill.js';

let office: Office;
beforeAll(async () => (office = await Office.open()));
afterAll(() => office.close());

it('stolen keys: forgeries are found out once they are revoked, and what is genuine stays good', async () => {
  await theftDrill({ office, rows: 3 });
});
