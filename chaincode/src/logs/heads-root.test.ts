import { expect, it } from 'vitest';
import { recordHash } from '../canonical/hash';
import { MemoryLedger } from '../unit-ledger/memory';
import { sharedVectors } from '../unit-ledger/vectors';
import type { Vector } from '../unit-ledger/vectors';
import { rootOfHeads } from './heads-root';
import { allHeads } from './logs';

interface Root {
  readonly root: string;
}

it.each(sharedVectors('heads-root.json') as readonly (Vector<readonly string[]> & Root)[])(
  'the root of $name, whatever order they came in',
  async ({ input, root }) => {
    const ledger = new MemoryLedger();
    for (const line of input) {
      const [log = '', id = '', seq, hash = ''] = line.split(' ');
      const head = { seq: Number(seq), hash, hour: 0, bytes: 0 };
      await ledger.call('AnhuiMSP', '', ({ state }) => state.put(['head', log, id], head));
    }
    const found = await ledger.call('AnhuiMSP', '', ({ state }) => rootOfHeads(state));
    expect(found).toEqual({ count: input.length, heads: root });
    const lines: string[] = [];
    await ledger.call('AnhuiMSP', '', async ({ state }) => {
      for await (const { log, id, seq, hash } of allHeads(state)) lines.push(`${log} ${id} ${seq} ${hash}`);
    });
    expect(lines).toEqual([...lines].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
    expect(recordHash([...lines].sort())).toBe(recordHash([...input].sort()));
  },
);
