import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { feedFolder } from '../../ledger/feed/index.js';
import { readSettings } from '../../platform/settings/index.js';
import type { Settings } from '../../platform/settings/index.js';
import { clockFinding, keyFinding } from './database.js';
import { examineBeats, identityFinding } from './ledger.js';
import { examineNode, roomFinding } from './machine.js';
import { examineBackups } from './outside.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ago = (milliseconds: number): Date => new Date(Date.now() - milliseconds);

let data = '';
let settings: Settings;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'certbridge-doctor-'));
  settings = readSettings({
    CERTBRIDGE_DATA: data,
    CERTBRIDGE_BACKUPS: join(data, 'backups'),
    CERTBRIDGE_BACKUP_RECIPIENTS: `age1${'q'.repeat(58)}`,
  });
});
afterAll(() => rm(data, { recursive: true }));

it('clocks that differ by more than two seconds are a fault, whichever goes before', () => {
  const read = { before: 100_000, after: 100_500 };
  for (const theirs of [98_000, 100_200, 102_500]) expect(clockFinding(theirs, read).state).toBe('well');
  for (const theirs of [97_999, 102_501]) {
    expect(clockFinding(theirs, read)).toMatchObject({
      ...{ check: 'clock', state: 'fault' },
      says: { en: expect.stringContaining('differ by 2.0 s: run NTP') as string },
    });
  }
});

it('a disk is called low below 2 GB, and a fault below 0.2 GB', () => {
  const states = [2e9, 1.99e9, 0.2e9, 0.19e9].map((free) => roomFinding(data, free).state);
  expect(states).toEqual(['well', 'warning', 'warning', 'fault']);
});

it('Node before 22.12 is too old', () => {
  const versions = ['v20.19.0', 'v22.11.0', 'v22.12.0', 'v24.0.0'];
  expect(versions.map((version) => examineNode(version).state)).toEqual(['fault', 'fault', 'well', 'well']);
});

it('beats are missing once the checkpoint was not renewed for half an hour', async () => {
  expect((await examineBeats(settings)).state).toBe('warning');
  const checkpoint = join(feedFolder(data), 'feed', 'checkpoint.json');
  await mkdir(join(checkpoint, '..'), { recursive: true });
  await writeFile(checkpoint, '{}');
  expect((await examineBeats(settings)).state).toBe('well');
  await utimes(checkpoint, ago(HOUR), ago(HOUR));
  expect(await examineBeats(settings)).toMatchObject({
    ...{ check: 'beats', state: 'fault' },
    says: { en: expect.stringContaining('not renewed for 60 minutes') as string },
  });
});

it('a backup two days old is a fault, one on the disk of the data a warning', async () => {
  const main = join(data, 'main.age');
  const made = (time: Date): Promise<void> =>
    writeFile(
      join(data, 'last-backup.json'),
      JSON.stringify({ id: randomUUID(), time: time.toISOString(), files: [main] }),
    );
  await made(ago(2 * DAY + HOUR));
  expect(await examineBackups(settings)).toMatchObject({
    ...{ check: 'backups', state: 'fault' },
    says: { en: expect.stringContaining('more than two days ago') as string },
  });
  await made(ago(DAY));
  // It was carried elsewhere.
  expect((await examineBackups(settings)).state).toBe('well');
  await writeFile(main, '');
  expect(await examineBackups(settings)).toMatchObject({
    state: 'warning',
    says: { en: expect.stringContaining('a dead disk takes both') as string },
  });
});

it('the end of a key, and of an identity on the ledger, is told of ninety days before', () => {
  const key = { issuer: '113301990000100144', kid: 'a1', notAfter: new Date('2030-06-30') };
  const on = (day: string): string | undefined => keyFinding(key, new Date(day))?.state;
  expect([on('2030-03-31'), on('2030-04-01'), on('2030-07-01')]).toEqual([undefined, 'warning', 'fault']);
  expect(keyFinding(key, new Date('2030-07-01'))?.says.en).toMatch(
    /^The certificate of 113301990000100144's key a1 ended on 2030-06-30: rotate/,
  );
  const ofLedger = (day: string): string | undefined =>
    identityFinding('ZhejiangMSP', key.notAfter, new Date(day))?.state;
  expect(['2030-03-31', '2030-04-01', '2030-07-01'].map(ofLedger)).toEqual([undefined, 'warning', 'fault']);
});
