/** Records of the network and the provinces, and trust anchors, in `forms.json`. */
import { toBase64, toHex } from '../formats/bytes.js';
import { canonicalJson } from '../formats/json.js';
import type { JsonObject } from '../formats/json.js';
import { parsePage } from '../formats/feed.js';
import { each } from './form.fixture.js';
import type { Form } from './form.fixture.js';
import { issuerCode } from './ledger.fixture.js';
import { must } from './must.fixture.js';
import type { VectorSet } from './set.fixture.js';

type Members = Readonly<Record<string, unknown>>;

const written = (of: Members, more: Members = {}): string =>
  canonicalJson({ ...of, ...more } as unknown as JsonObject);

function recordsOf({ ledger }: VectorSet, log: string): readonly Members[] {
  const { records } = parsePage(must(ledger.files.get(`feed/${log}/1.json`)));
  return records as unknown as readonly Members[];
}

const ofKind = (records: readonly Members[], kind: string): Members =>
  must(records.find((record) => record['kind'] === kind));

const hash = 'ab'.repeat(32);

/** Of any record but an entry. */
const refused: Readonly<Record<string, Members>> = {
  'version 0': { v: 0 },
  'a network of 15 bytes': { network: '0'.repeat(30) },
  'a channel with a space': { channel: 'a b' },
  'number 0': { seq: 0 },
  'a number that is a text': { seq: '1' },
  'a hash in capitals': { prev: hash.toUpperCase() },
  'a time without milliseconds': { time: '2026-11-24T04:00:00Z' },
  'a log of another kind': { log: 'i' },
  'a kind that is a number': { kind: 1 },
  'no kind': { kind: undefined },
  'about that is a list': { about: [] },
  'about an issuer of 17 characters': { about: { issuer: issuerCode.slice(1) } },
};

const later: Readonly<Record<string, Members>> = {
  'the next version': { v: 2 },
  'a kind of later software': { kind: 'later' },
  'a kind that is called as what objects have': { kind: 'toString' },
  'of later software, about a list': { kind: 'later', about: [] },
};

export function networkRecords(set: VectorSet): Form {
  const records = recordsOf(set, 'n');
  const [init, decision] = [ofKind(records, 'init'), ofKind(records, 'decision')];
  const anchor = init['anchor'] as Members;
  const [item = {}] = decision['items'] as readonly Members[];
  const unknown = { kind: 'later', note: 1 };
  return {
    accepted: {
      'the first': written(init),
      'a decision': written(decision),
      'a member of later software': written(decision, { note: [1] }),
      about: written(decision, { about: { issuer: issuerCode, province: 'ZhejiangMSP', later: 1 } }),
      'an item of later software': written(decision, { items: [unknown] }),
      'an item of later software, about a list': written(decision, { items: [{ ...unknown, about: [] }] }),
      '100 items': written(decision, { items: Array<unknown>(100).fill(item) }),
    },
    refused: {
      ...each(refused, (more) => written(decision, more)),
      'no trust anchor': written(init, { anchor: undefined }),
      'a trust anchor of no provinces': written(init, { anchor: { ...anchor, provinces: [] } }),
      'no items': written(decision, { items: [] }),
      '101 items': written(decision, { items: Array<unknown>(101).fill(item) }),
      'an item that is a list': written(decision, { items: [[]] }),
      'no proposal': written(decision, { proposal: undefined }),
      'a proposal with a space': written(decision, { proposal: 'a b' }),
      'approved by nobody': written(decision, { approvedBy: [] }),
      'approved out of order': written(decision, { approvedBy: ['ZhejiangMSP', 'AnhuiMSP'] }),
      'approved twice': written(decision, { approvedBy: ['AnhuiMSP', 'AnhuiMSP'] }),
      'approved by what is no MSP': written(decision, { approvedBy: ['a b'] }),
      'no canonical JSON': `${written(decision)} `,
      'no object': '[]',
    },
    later: each(later, (more) => written(decision, more)),
  };
}

export function provinceRecords(set: VectorSet): Form {
  const records = recordsOf(set, 'p/ZhejiangMSP');
  const [issuer, key] = [ofKind(records, 'issuer'), ofKind(records, 'key')];
  const { name: _n, types: _t, ...bare } = issuer;
  const { spki, kid } = set.cast.rsa;
  const rsa = { ...key, alg: 'RS256', kid: toHex(kid), spki: toBase64(spki) };
  const revocation = { ...bare, kind: 'revoke-key', kid: key['kid'], reason: 'key-compromise' };
  const types = issuer['types'] as readonly string[];
  return {
    accepted: {
      'an issuer': written(issuer),
      'an issuer of no types': written(issuer, { types: [] }),
      'a key': written(key),
      'a key of RS256 for certificates': written(rsa, { use: 'certificate' }),
      'a key that is revoked': written(revocation),
      'the end of an issuer': written(bare, { kind: 'retire' }),
    },
    refused: {
      ...each(refused, (more) => written(issuer, more)),
      'no MSP': written(issuer, { mspId: undefined }),
      'an issuer of 17 characters': written(issuer, { issuer: issuerCode.slice(1) }),
      'no version of the issuer': written(issuer, { under: undefined }),
      'no name': written(issuer, { name: '' }),
      'a name of 201 characters': written(issuer, { name: '局'.repeat(201) }),
      'a name with a line break': written(issuer, { name: '局\n' }),
      'no types': written(issuer, { types: undefined }),
      'types twice': written(issuer, { types: [types[0], types[0]] }),
      'a type of 20 characters': written(issuer, { types: ['1'.repeat(20)] }),
      'the end of no issuer': written(bare, { kind: 'retire', issuer: undefined }),
      'a key of no kid': written(key, { kid: undefined }),
      'a key of another algorithm': written(key, { alg: 'ES384' }),
      'a key for another use': written(key, { use: 'other' }),
      'a key of RS256 for credentials': written(rsa, { use: 'credential' }),
      'a key that is no base64': written(key, { spki: '?' }),
      'a key that is nothing': written(key, { spki: '' }),
      'the revocation of no key': written(revocation, { kid: undefined }),
      'a revocation for no reason': written(revocation, { reason: undefined }),
      'a revocation for more than a word': written(revocation, { reason: 'a b' }),
      'no canonical JSON': `${written(issuer)} `,
      'no object': '[]',
    },
    later: each(later, (more) => written(issuer, more)),
  };
}

export function trustAnchors({ ledger }: VectorSet): Form {
  const anchor = ledger.anchor as unknown as Members;
  const provinces = anchor['provinces'] as readonly Members[];
  const [first = {}, second = {}, ...rest] = provinces;
  const roots = first['roots'] as readonly string[];
  const changed = (more: Members): string =>
    written(anchor, { provinces: [{ ...first, ...more }, second, ...rest] });
  return {
    accepted: {
      'as it is pinned': written(anchor),
      'in another layout': JSON.stringify(anchor, null, 2),
      'a member of later software': written(anchor, { note: 1 }),
      'as many as there are provinces': written(anchor, { threshold: provinces.length }),
    },
    refused: {
      'version 0': written(anchor, { v: 0 }),
      'no version': written(anchor, { v: undefined }),
      'number 0': written(anchor, { n: 0 }),
      'a network of 15 bytes': written(anchor, { network: '0'.repeat(30) }),
      'a channel with a space': written(anchor, { channel: 'a b' }),
      'no chaincode': written(anchor, { chaincode: undefined }),
      'no threshold': written(anchor, { threshold: 0 }),
      'more than there are provinces': written(anchor, { threshold: provinces.length + 1 }),
      'no provinces': written(anchor, { provinces: [], threshold: 0 }),
      'provinces out of order': written(anchor, { provinces: [second, first, ...rest] }),
      'a province twice': written(anchor, { provinces: [first, first, second, ...rest] }),
      'no name': changed({ name: '' }),
      'a region of one digit': changed({ region: '3' }),
      'no roots': changed({ roots: [] }),
      '17 roots': changed({ roots: Array.from({ length: 17 }, (_, i) => Buffer.of(i).toString('base64')) }),
      'a root of another province': changed({ roots: second['roots'] }),
      'a root that is no base64': changed({ roots: ['?'] }),
      'a root twice': changed({ roots: [...roots, ...roots] }),
      'revoked out of order': changed({ revoked: ['b'.repeat(64), 'a'.repeat(64)] }),
      'revoked that is no hash': changed({ revoked: ['a'] }),
      'no object': '[]',
    },
    later: { 'the next version': written(anchor, { v: 2 }) },
  };
}
