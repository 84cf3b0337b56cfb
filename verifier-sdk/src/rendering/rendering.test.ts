import { describe, expect, it } from 'vitest';

import { ownRenderer } from '#page-renderer';

import { makeEndless } from '../pdf/handmade.fixture.js';

describe('a page that takes for ever to draw', () => {
  it('is given up, and the next is drawn', async () => {
    const render = ownRenderer(2_000)!;
    // With the thread there already, so that nothing else takes its time.
    expect(await ownRenderer()!(makeEndless(1))).toHaveLength(1);
    await expect(render(makeEndless())).rejects.toThrow(/abort|time/iu);
    expect(await ownRenderer()!(makeEndless(1))).toHaveLength(1);
  });
});
