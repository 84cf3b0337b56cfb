/** Heads of a province's audit tree, as an auditor takes them from a server. */
import { encodeAuditHead } from '../formats/audit-head.js';
import { utf8 } from '../formats/bytes.js';
import type { Changes } from '../attestation/network.fixture.js';
import { minute, nonce } from './ledger.fixture.js';
import { instant } from './set.fixture.js';
import type { VectorSet } from './set.fixture.js';

const mspId = 'ZhejiangMSP';
const section = 'Audit tree';

export async function addAudits(set: VectorSet): Promise<void> {
  const { ledger } = set;
  const head = (size: number): object => ({ size, root: `${size}`.repeat(64), time: ledger.time });
  const file = (name: string, stated: object | null, of = mspId, changes: Changes = {}): string => {
    const statement = ledger.statement('audit', { mspId: of, nonce, head: stated });
    const attestation = ledger.attest(statement, changes);
    return set.put(`audits/${name}.json`, encodeAuditHead({ v: 1, mspId, nonce, attestation }));
  };
  const [five, seven, none] = [file('of-five', head(5)), file('of-seven', head(7)), file('of-none', null)];
  const now = instant(ledger.now + minute);
  const add = (
    id: string,
    ...takes: readonly (readonly [file: string | null, expect: string, now?: string])[]
  ) =>
    set.audits.push({
      ...{ id: `audit/${id}`, section, trustAnchor: 'good', mspId },
      takes: takes.map(([path, , at = now]) => ({ file: path, now: at })),
      said: takes.map(([, expect]) => expect),
    });
  const ok = 'OK';
  add('nothing-is-served', [null, ok]);
  add('nothing-was-stated', [none, ok]);
  add('grown', [five, ok], [seven, ok], [seven, ok]);
  add('smaller-than-it-was', [seven, ok], [five, 'CHECKPOINT_OLDER']);
  add('nothing-stated-any-more', [five, ok], [none, ok]);
  add('served-no-more', [five, ok], [null, ok]);
  const refused = 'CHECKPOINT_REFUSED';
  const another = file('of-another-province', head(5), 'AnhuiMSP');
  add('of-another-province', [another, `${refused} SUBJECT_MISMATCH`]);
  const alone = file('of-one-province', head(5), mspId, { endorsers: [ledger.peersOf.zhejiang] });
  add('attested-by-one-province', [five, ok], [alone, `${refused} THRESHOLD_MISSED`]);
  add('no-json', [set.put('audits/no-json.json', utf8('{')), `${refused} JSON_MALFORMED`]);
  // It is taken in now, and stays what it is.
  const keys = await set.cast.keys.pair('peer.AnhuiMSP');
  const span = { notAfter: '2026-11-24T04:30:00Z' };
  const ended = await ledger.authority('AnhuiMSP').peer('AnhuiMSP', 'peer', span, keys);
  const lapsed = file('of-a-peer-that-ended', head(5), mspId, {
    endorsers: [ended, ledger.peersOf.zhejiang],
  });
  const later = '2026-11-24T05:00:00.000Z';
  add('taken-before-a-peer-ended', [lapsed, ok], [null, ok, later]);
  add('by-a-peer-that-ended', [lapsed, `${refused} ENDORSER_NOT_CURRENT`, later]);
}
