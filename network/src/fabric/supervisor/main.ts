import { NetworkFolders } from '../folders.js';
import { Supervisor } from './supervisor.js';

/** Entry point of the supervisor's own process: `node main.js DIR`. */
const [, , dir] = process.argv;
if (dir === undefined) throw new Error('usage: supervisor DIR');
const supervisor = new Supervisor(new NetworkFolders(dir));

let following = Promise.resolve();
process.on('SIGHUP', () => {
  following = following.then(() => supervisor.follow());
});
for (const name of ['SIGTERM', 'SIGINT'] as const) {
  process.once(name, () => {
    void following.then(() => supervisor.stop()).then(() => process.exit(0));
  });
}
await supervisor.start();
