import { EventEmitter, once } from 'node:events';
import { copyFile, open, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { common } from '@hyperledger/fabric-protos';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManagedProcess } from '../processes/index.js';
import { blockFlags } from './blocks/block.js';
import { Chain } from './blocks/chain.js';
import { readGenesis } from './blocks/genesis.js';
import { blockEnvelopes } from './blocks/block.js';
import { Membership } from './membership.js';
import { startEmbeddedLedger } from './start.js';
import {
  connectClient,
  decode,
  fixtureContract,
  submitForCode,
  temporaryFolder,
  TestLedger,
  ZHEJIANG,
} from './testing/ledger.js';

const command = resolve(fileURLToPath(import.meta.url), '../../../bin/certbridge-ledger.js');

const ACKNOWLEDGED_A_ROUND = 20;
const ROUNDS = Math.max(3, (fc.readConfigureGlobal().numRuns ?? 0) / 1_000);

async function runLedger(dir: string): Promise<{ ledger: ManagedProcess; endpoint: string }> {
  const args = [command, '--dir', dir, '--contract', fixtureContract];
  const ledger = new ManagedProcess({
    command: () => ({ program: process.execPath, args }),
    output: 'lines',
    stop: { signal: 'SIGKILL', graceMs: 0, force: 'SIGKILL' },
  });
  ledger.start();
  const line = await ledger.ready((text) => (text.startsWith('{') ? text : undefined));
  return { ledger, endpoint: (JSON.parse(line) as { endpoint: string }).endpoint };
}

/** Opens the chain of a folder as the ledger does, without the rest of it. */
async function readChain(dir: string): Promise<number> {
  let membership: Membership | undefined;
  // The membership is in block 0, which comes before it is needed.
  const lazy = {
    get mspIds() {
      return membership!.mspIds;
    },
    identity: (bytes: Uint8Array) => membership!.identity(bytes),
  } as unknown as Membership;
  const chain = await Chain.open(join(dir, 'blocks.ledger'), lazy, (block) => {
    membership ??= new Membership(readGenesis(blockEnvelopes(block)[0]!).members);
  });
  const { height } = chain;
  await chain.close();
  return height;
}

describe('after kill -9', () => {
  it('everything that was acknowledged is there, round after round', async () => {
    const { dir, remove } = await temporaryFolder();
    const acknowledged: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const { ledger, endpoint } = await runLedger(dir);
      const client = await connectClient(dir, endpoint);
      for (const key of acknowledged) {
        expect(decode(await client.contract.evaluateTransaction('Get', key))).toBe(key);
      }
      let stop = false;
      const enough = acknowledged.length + ACKNOWLEDGED_A_ROUND;
      const reached = new EventEmitter();
      const submitters = Array.from({ length: 8 }, async (_, submitter) => {
        for (let i = 0; !stop; i += 1) {
          const key = `round-${round}-${submitter}-${i}`;
          try {
            await client.contract.submitTransaction('Put', key, key);
            acknowledged.push(key);
            if (acknowledged.length === enough) reached.emit('enough');
          } catch {
            // Not acknowledged: it may be there or not.
          }
        }
      });
      // Eight submissions are under way when it is killed, whatever the machine's speed.
      await once(reached, 'enough');
      stop = true;
      await ledger.stop();
      client.close();
      await Promise.all(submitters);
    }
    expect(acknowledged.length).toBeGreaterThan(20);
    const ledger = await startEmbeddedLedger({ dir, contractFolder: fixtureContract });
    const client = await connectClient(dir, ledger.endpoint);
    for (const key of acknowledged) {
      expect(decode(await client.contract.evaluateTransaction('Get', key))).toBe(key);
    }
    client.close();
    await ledger.close();
    await remove();
  });
});

describe('the ledger file', () => {
  let ledger: TestLedger;
  let whole: Buffer;
  let beforeLast: number;
  let path: string;

  beforeAll(async () => {
    ledger = await TestLedger.start();
    path = join(ledger.dir, 'blocks.ledger');
    const client = await ledger.client();
    await client.contract.submitTransaction('Put', 'a', '1');
    expect((await submitForCode(client.contract, 'Put', ['rejected', 'x'], [ZHEJIANG])).code).toBe(10);
    await client.contract.submitTransaction('Put', 'a', '2');
    beforeLast = (await stat(path)).size;
    await client.contract.submitTransaction('Put', 'a', '3');
    await ledger.stop();
    whole = await readFile(path);
    await copyFile(path, `${path}.whole`);
  });

  afterAll(async () => ledger.close());

  it('loses the last block alone when its record is cut', async () => {
    // Every byte of the record's prefix, then every 17th: block-file.test.ts cuts at each without the chain.
    for (let length = beforeLast; length < whole.length; length += length - beforeLast < 16 ? 1 : 17) {
      await truncate(path, length);
      expect(await readChain(ledger.dir)).toBe(4);
      await writeFile(path, whole);
    }
    await truncate(path, whole.length - 1);
    expect(await readChain(ledger.dir)).toBe(4);
    await writeFile(path, whole);
    expect(await readChain(ledger.dir)).toBe(5);
  });

  it('goes on from the cut, with the state of what is left', async () => {
    await truncate(path, whole.length - 1);
    await ledger.restart();
    const client = await ledger.client();
    expect(decode(await client.contract.evaluateTransaction('Get', 'a'))).toBe('2');
    expect(JSON.parse(decode(await client.contract.evaluateTransaction('History', 'a')))).toHaveLength(2);
    await client.contract.submitTransaction('Put', 'a', '4');
    await ledger.restart();
    const again = await ledger.client();
    expect(decode(await again.contract.evaluateTransaction('Get', 'a'))).toBe('4');
    await ledger.stop();
    await writeFile(path, whole);
  });

  it('is refused with a flipped byte in the middle', async () => {
    const damaged = Buffer.from(whole);
    damaged[Math.floor(whole.length / 2)]! ^= 1;
    await writeFile(path, damaged);
    await expect(ledger.restart()).rejects.toMatchObject({ code: 'LEDGER_CORRUPT' });
    expect(await readFile(path)).toEqual(damaged);
    await writeFile(path, whole);
  });

  it('is refused when a rejected transaction was made valid, check sums and all', async () => {
    const { crc32 } = await import('node:zlib');
    const file = Buffer.from(whole);
    let offset = 16;
    for (let number = 0; number < 2; number += 1) offset += 12 + file.readUInt32BE(offset);
    const body = file.subarray(offset + 12, offset + 12 + file.readUInt32BE(offset));
    const block = common.Block.deserializeBinary(body);
    expect([...blockFlags(block)]).toEqual([10]);
    const metadata = block.getMetadata()!;
    metadata.setMetadataList(
      metadata.getMetadataList_asU8().map((slot, index) => (index === 2 ? Uint8Array.of(0) : slot)),
    );
    const forged = Buffer.from(block.serializeBinary());
    expect(forged).toHaveLength(body.length);
    forged.copy(file, offset + 12);
    file.writeUInt32BE(crc32(forged), offset + 8);
    await writeFile(path, file);
    await expect(ledger.restart()).rejects.toMatchObject({
      code: 'LEDGER_CORRUPT',
      message: expect.stringContaining('has other validation flags than were committed') as string,
    });
    await writeFile(path, whole);
  });

  it('is refused when it belongs to other identities', async () => {
    const other = await TestLedger.start();
    await other.stop();
    await copyFile(path, join(other.dir, 'blocks.ledger'));
    await expect(other.restart()).rejects.toMatchObject({ code: 'LEDGER_FOREIGN' });
    await other.close();
    const handle = await open(path, 'r');
    await handle.close();
  });
});
