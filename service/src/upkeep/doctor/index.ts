/** Doctor (体检): examines everything that the service needs, and says of each what is wrong and what to do. */
import { SettingsRefused, readSettings } from '../../platform/settings/index.js';
import type { Settings } from '../../platform/settings/index.js';
import { examineDatabase, openForDoctor } from './database.js';
import { fault } from './finding.js';
import type { Finding } from './finding.js';
import { examineBeats, examineLedger } from './ledger.js';
import { examineDisk, examineFonts, examineNames, examineNode } from './machine.js';
import { examineBackups, examineService, examineTimestamps, examineTls } from './outside.js';

export { checks } from './finding.js';
export type { Check, Finding } from './finding.js';
export { examinePostgres } from './database.js';

/** Changes nothing: beside a running service, or without it. */
export async function* examine(environment: NodeJS.ProcessEnv): AsyncGenerator<Finding, void, undefined> {
  yield* examineNames(environment);
  yield examineNode(process.version);
  let settings: Settings;
  try {
    settings = readSettings(environment);
  } catch (error) {
    if (!(error instanceof SettingsRefused)) throw error;
    for (const said of error.faults) yield fault('settings', said, said);
    return;
  }
  yield* examineDisk(settings);
  yield await examineFonts(settings);
  const database = await openForDoctor(settings);
  try {
    const isUsable = yield* examineDatabase(settings, database);
    yield* examineLedger(settings, isUsable ? database : undefined);
  } finally {
    await database?.close();
  }
  yield await examineBeats(settings);
  yield await examineTimestamps(settings);
  yield await examineBackups(settings);
  yield await examineTls(settings);
  yield await examineService(settings);
}
