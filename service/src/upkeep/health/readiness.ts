import type { KeyStore, ModuleState } from '../../certificates/signing/index.js';
import { TimestampError } from '../../certificates/timestamps/index.js';
import type { Queryable } from '../../platform/database/index.js';
import type { Words } from '../../platform/problems/index.js';
import type { Pulse } from './pulse.js';

/** What issuing needs; `ledger` is needed for anchoring only, which waits for it. */
export const parts = ['database', 'keyModule', 'keys', 'timestamps', 'ledger'] as const;
type Part = (typeof parts)[number];

export interface ReadinessParts {
  readonly database: Queryable;
  readonly keys: Pick<KeyStore, 'describe' | 'moduleState'>;
  /** kids that certificates are signed with now. */
  readonly used: () => Promise<ReadonlySet<string>>;
  readonly timestamps: Pulse;
  /** Of each province, by its beats. */
  readonly ledgers: ReadonlyMap<string, Pulse>;
}

/** A part that is not as it should be. */
interface Lacking {
  readonly part: Part;
  /** Whether nothing at all is issued meanwhile. */
  readonly stops: boolean;
  readonly says: Words;
}

export interface Readiness {
  /** Of the hardware module of signing keys; undefined: there is none. */
  readonly keyModule: ModuleState | undefined;
  /** The parts that are not as they should be, those first that stop issuing. */
  readonly lacking: readonly Lacking[];
}

export async function readinessOf(of: ReadinessParts): Promise<Readiness> {
  const [away, state, expired] = await Promise.all([database(of), of.keys.moduleState(), expiredKeys(of)]);
  const lacking = [away, keyModule(state), expired, timestamps(of), ledger(of)]
    .filter((one) => one !== undefined)
    .sort((a, b) => Number(b.stops) - Number(a.stops));
  return { keyModule: state, lacking };
}

async function database({ database: db }: ReadinessParts): Promise<Lacking | undefined> {
  return db.query('SELECT 1').then(
    () => undefined,
    () => ({
      part: 'database',
      stops: true,
      says: {
        zh: '数据库没有答复：什么都不能办理。请查看 PostgreSQL 是否运行、磁盘是否已满。',
        en: 'The database does not answer: nothing can be done. See whether PostgreSQL runs and has room on its disk.',
      },
    }),
  );
}

function keyModule(state: ModuleState | undefined): Lacking | undefined {
  if (state !== 'down') return undefined;
  return {
    part: 'keyModule',
    stops: true,
    says: {
      zh: '密码机不可用：签发等待，恢复后自动继续。',
      en: 'The hardware module of signing keys cannot be used: issuing waits, and goes on by itself.',
    },
  };
}

async function expiredKeys({ keys, used }: ReadinessParts): Promise<Lacking | undefined> {
  const kids = await used().catch(() => new Set<string>());
  const inUse = keys.describe().filter(({ kid, notAfter }) => kids.has(kid) && notAfter !== undefined);
  const expired = inUse.filter(({ notAfter }) => notAfter !== undefined && notAfter.getTime() < Date.now());
  if (expired.length === 0) return undefined;
  const issuers = [...new Set(expired.map(({ issuer }) => issuer))].join(', ');
  return {
    part: 'keys',
    stops: expired.length === inUse.length,
    says: {
      zh: `机构 ${issuers} 的签名证书已过期，其签发等待：请换用新的密钥（certbridge key rotate）。`,
      en: `The certificates of signing keys of ${issuers} have expired, and these issuers wait: rotate to other keys (certbridge key rotate).`,
    },
  };
}

function timestamps({ timestamps: pulse }: ReadinessParts): Lacking | undefined {
  const { isFailing, cause } = pulse;
  if (!isFailing) return undefined;
  const why = cause instanceof TimestampError ? cause.words : { zh: '', en: '' };
  return {
    part: 'timestamps',
    stops: true,
    says: {
      zh: `没有时间戳：签发等待，恢复后自动继续。${why.zh}`,
      en: `There are no timestamps: issuing waits, and goes on by itself. ${why.en}`.trim(),
    },
  };
}

function ledger({ ledgers }: ReadinessParts): Lacking | undefined {
  const away = [...ledgers].filter(([, pulse]) => pulse.isFailing).map(([province]) => province);
  if (away.length === 0) return undefined;
  return {
    part: 'ledger',
    stops: false,
    says: {
      zh: `账本没有答复（${away.join('、')}）：照常签发，上链等待，恢复后自动继续。`,
      en: `The ledger does not answer (${away.join(', ')}): issuing goes on, anchoring waits and goes on by itself.`,
    },
  };
}
