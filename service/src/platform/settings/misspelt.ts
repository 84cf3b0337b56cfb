import type { Words } from '../problems/index.js';
import { definitions } from './definitions.js';

/** Names that other parts of CertBridge read, or this one before its settings. */
const OTHERS =
  /^CERTBRIDGE_(SETTINGS|URL|TOKEN|ACCOUNT|CONFIGURATION|SCREENSHOTS|APPROVE_PICTURES|TESTS_\w+)$/;

export interface Misspelt {
  readonly name: string;
  /** The setting that it is closest to; undefined: none is close. */
  readonly nearest: string | undefined;
}

/** Names in an environment that look like settings and are none. */
export function misspelt(names: Iterable<string>): Misspelt[] {
  const known = Object.keys(definitions);
  return [...names].flatMap((name) => {
    if (name in definitions || OTHERS.test(name)) return [];
    const [best] = known
      .map((setting) => ({ setting, distance: editDistance(name, setting) }))
      .sort((a, b) => a.distance - b.distance);
    const isOurs = name.startsWith('CERTBRIDGE_');
    const nearest = best && best.distance <= (isOurs ? 6 : 2) ? best.setting : undefined;
    return isOurs || nearest !== undefined ? [{ name, nearest }] : [];
  });
}

/** What is wrong with one, and the remedy. */
export function misspeltWords({ name, nearest }: Misspelt): Words {
  const what = {
    zh: `${name} 不是设置，不起作用`,
    en: `${name} in the environment is no setting and has no effect`,
  };
  return nearest === undefined
    ? { zh: `${what.zh}：请更正或删去`, en: `${what.en}: correct or remove it` }
    : {
        zh: `${what.zh}：是否应为 ${nearest}？请更正或删去`,
        en: `${what.en}: is ${nearest} meant? Correct or remove it`,
      };
}

/** Levenshtein's: characters to put in, take out or change, without regard to case. */
function editDistance(one: string, other: string): number {
  const [a, b] = [one.toUpperCase(), other.toUpperCase()];
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
