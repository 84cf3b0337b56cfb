/** Entries in `forms.json`. */
import { isAnchoring, readEntry } from '../formats/entry.js';
import { parsePage } from '../formats/feed.js';
import { canonicalJson } from '../formats/json.js';
import type { Json } from '../formats/json.js';
import { issuerCode } from './ledger.fixture.js';
import { each } from './form.fixture.js';
import type { Form } from './form.fixture.js';
import { must } from './must.fixture.js';
import type { VectorSet } from './set.fixture.js';

type Members = Readonly<Record<string, unknown>>;

const cert = '11'.repeat(16);
const other = '22'.repeat(16);
const revoked = { cert, state: 'revoked', reason: 'lost' };
const superseded = { cert, state: 'superseded', reason: 'replaced' };
const by = { issuer: issuerCode, cert: other };
const hash = 'ab'.repeat(32);

/** In an entry of 2026-11-24. */
const changesRefused: Readonly<Record<string, readonly Members[]>> = {
  'no changes': [],
  'changes out of order': [{ ...revoked, cert: other }, revoked],
  'a certificate twice': [revoked, revoked],
  'a change of no certificate': [{ ...revoked, cert: '11' }],
  'an unknown state': [{ ...revoked, state: 'gone' }],
  'an unknown reason': [{ ...revoked, reason: 'gone' }],
  'no successor': [superseded],
  'a successor where there is none': [{ ...revoked, by }],
  'a successor of no form': [{ ...superseded, by: { ...by, cert: '22' } }],
  'a successor of another issuer': [{ ...superseded, by: { ...by, issuer: '11340000MB7654321B' } }],
  'a certificate that succeeds itself': [{ ...superseded, by: { ...by, cert } }],
  'a transfer to the same certificate': [{ ...superseded, state: 'transferred', by: { ...by, cert } }],
  'a day where there is none': [{ ...superseded, state: 'transferred', by, from: '2026-11-25' }],
  'a day that is not': [{ ...superseded, by, from: '2026-11-31' }],
  'a day in a list': [{ ...superseded, by, from: ['2026-11-25'] }],
  'the day itself': [{ ...superseded, by, from: '2026-11-24' }],
  'a day 367 days ahead': [{ ...superseded, by, from: '2027-11-26' }],
};

const membersRefused: Readonly<Record<string, Members>> = {
  'version 0': { v: 0 },
  'a version that is a text': { v: '1' },
  'a network of 15 bytes': { network: '0'.repeat(30) },
  'a channel with a space': { channel: 'a b' },
  'an issuer of 17 characters': { issuer: issuerCode.slice(1) },
  'number 0': { seq: 0 },
  'a number that is not whole': { seq: 1.5 },
  'a number that is a text': { seq: '1' },
  'a hash in capitals': { prev: hash.toUpperCase() },
  'a time without milliseconds': { time: '2026-11-24T04:00:00Z' },
  'a time in a list': { time: ['2026-11-24T04:00:00.000Z'] },
  'no version of the issuer': { under: undefined },
  'a version of the issuer that is null': { under: null },
  'a version of the issuer below 0': { under: { n: -1, p: 0 } },
  'a version of the issuer without a place': { under: { n: 0 } },
  'a root of 31 bytes': { root: hash.slice(2) },
  'a tree of no leaves': { size: 0 },
  'no key': { keys: [] },
  'keys out of order': { keys: ['ff'.repeat(8), '00'.repeat(8)] },
  'a key twice': { keys: ['00'.repeat(8), '00'.repeat(8)] },
  '17 keys': { keys: Array.from({ length: 17 }, (_, i) => String(i + 10).repeat(8)) },
  'a key of 7 bytes': { keys: ['00'.repeat(7)] },
  'a key that is a number of 16 digits': { keys: [1_234_567_890_123_456] },
  'no type': { types: [] },
  'a type of 20 characters': { types: ['1'.repeat(20)] },
  'types out of order': { types: ['2'.repeat(21), '1'.repeat(21)] },
  'a list of QR codes of no hash': { qr: '' },
  'no root': { root: undefined },
  'no size': { size: undefined },
  'no keys': { keys: undefined },
  'no types': { types: undefined },
  'no list of QR codes': { qr: undefined },
  'about that is a list': { about: [] },
  'about an issuer of 17 characters': { about: { issuer: issuerCode.slice(1) } },
};

/** Of an entry with a tree and changes. */
export function entries({ ledger }: VectorSet): Form {
  const page = parsePage(must(ledger.files.get(`feed/i/${issuerCode}/1.json`)));
  const entry = must(page.records.map((one) => readEntry(one as unknown as Json)).find(isAnchoring));
  const { root: _, size: _s, keys: _k, types: _t, qr: _q, changes: _c, ...bare } = entry;
  const written = (more: Members, of: Members = entry as unknown as Members): string =>
    canonicalJson({ ...of, time: '2026-11-24T04:00:00.000Z', ...more });
  const whole = { changes: [revoked] };
  return {
    accepted: {
      'a tree': written({ changes: undefined }),
      changes: written(whole, bare),
      both: written(whole),
      'a successor': written({ changes: [{ ...superseded, by }] }),
      'a day': written({ changes: [{ ...superseded, by, from: '2026-11-25' }] }),
      'a day 366 days ahead': written({ changes: [{ ...superseded, by, from: '2027-11-25' }] }),
      'a transfer to another issuer': written({
        changes: [{ ...superseded, state: 'transferred', by: { ...by, issuer: '11340000MB7654321B' } }],
      }),
      'a member of later software': written({ ...whole, note: [1] }),
      about: written({ ...whole, about: { issuer: issuerCode, later: 1 } }),
    },
    refused: {
      ...each(membersRefused, (more) => written({ ...whole, ...more })),
      ...each(changesRefused, (changes) => written({ changes })),
      'neither tree nor changes': written({}, bare),
      'no canonical JSON': `${written(whole)} `,
      'no object': '[]',
    },
    later: { 'the next version': written({ ...whole, v: 2 }) },
  };
}
