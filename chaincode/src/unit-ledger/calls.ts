import fc from 'fast-check';
import {
  attestAnchor,
  attestAudit,
  attestCheckpoint,
  attestEntry,
  attestStatus,
} from '../attestations/attestations';
import { stateAuditHead } from '../audit/audit';
import { beat } from '../beats/beats';
import { canonicalJson } from '../canonical/json';
import type { JsonObject } from '../canonical/json';
import { append } from '../entries/append';
import { init } from '../governance/init';
import { approve, propose } from '../governance/proposals';
import { registerIssuer } from '../issuers/register';
import { retireIssuer } from '../issuers/retire';
import { addKey } from '../keys/add';
import { revokeKey } from '../keys/revoke';
import * as reads from '../reads/reads';
import type { Transaction } from '../state/transaction';
import { stateOf } from './replay';
import { ANHUI, newKey, NETWORK, OTHER_TYPE, proof, provinces, ROOTS, TYPE, ZHEJIANG } from './sample';
import type { Sample } from './sample';

/* Any calls of the contract, by any role of any province, with any arguments. */

const KEYS = [newKey(), newKey()];
const CODES = [ZHEJIANG, ANHUI, '11330000MB0000002P', '11510000MB0000001R', '11100000MB0000001T'];
const MSPS = ['AnhuiMSP', 'SichuanMSP', 'ZhejiangMSP', 'AnhuiMSP', 'SichuanMSP', 'ZhejiangMSP', 'HubeiMSP'];
const CERTS = [1, 2, 3].map((digit) => String(digit).padStart(32, '0'));

/** Of the ledger before a call: what a client would look up to build its arguments. */
export interface Known {
  readonly sample: Sample;
  readonly proposals: readonly JsonObject[];
  /** `<issuer> <kid>` */
  readonly kids: readonly string[];
  readonly now: string;
}

type Call = (tx: Transaction) => Promise<JsonObject>;

/** A call by what is known, and the issuer whose province would make it. */
interface Attempt {
  readonly issuer?: string;
  readonly province?: (known: Known) => string | undefined;
  readonly build: (known: Known) => Call;
}

const junk = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '1',
    '-1',
    '1e400',
    '{}',
    '[]',
    'null',
    '{"items":[]}',
    '\u2fbc',
    '"\\ud800"',
    '__proto__',
  ),
  fc.string({ maxLength: 20 }),
  fc.json({ maxDepth: 3 }),
);
const rarely = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: usual, weight: 19 }, { arbitrary: odd, weight: 1 });
const code = rarely(fc.constantFrom(ZHEJIANG, ZHEJIANG, ZHEJIANG, ANHUI, ANHUI, ...CODES), junk);
const msp = fc.constantFrom(...MSPS);
const name = rarely(fc.constantFrom('示例厅', '示例局', '示例（新）厅'), junk);
const types = fc.constantFrom<string[]>([], [TYPE], [OTHER_TYPE], [TYPE, OTHER_TYPE]);
const cert = fc.constantFrom(...CERTS);

const item = fc.oneof<fc.Arbitrary<JsonObject>[]>(
  fc.record({ kind: fc.constant('type'), type: fc.record({ code: fc.constant(OTHER_TYPE), name }) }),
  fc.record({ kind: fc.constant('issuer'), issuer: code, name, mspId: msp, types }),
  fc.record({ kind: fc.constant('succession'), from: code, to: code }),
  fc.record({ kind: fc.constant('feature'), feature: fc.constantFrom('items', 'audit', 'rooms') }),
);
const member = fc.subarray([0, 1, 2], { minLength: 1 });

function nextAnchor(
  known: Known,
  members: readonly number[],
  threshold: number,
  heir: string | undefined,
): JsonObject {
  const n = stateOf(known.sample.ledger, 'anchor').length + 1;
  const all = [
    ...provinces(),
    {
      mspId: 'HubeiMSP',
      name: '湖北',
      region: '42',
      roots: [ROOTS[0] as string],
      intermediates: [],
      revoked: [],
    },
  ];
  const anchor: JsonObject = {
    v: 1,
    n,
    network: NETWORK,
    channel: 'certbridge',
    chaincode: 'certbridge',
    threshold,
    provinces: members.map((at) => all[at] as JsonObject),
  };
  return { items: [{ kind: 'anchor', anchor, ...(heir === undefined ? {} : { otherHeir: heir }) }] };
}

function nextEntry(known: Known, issuer: string, body: JsonObject): JsonObject {
  const { ledger } = known.sample;
  const find = (type: string, ...key: string[]): JsonObject | undefined =>
    stateOf(ledger, type).find(([attributes]) => attributes.join() === key.join())?.[1];
  const head = find('head', 'i', issuer);
  const under = find('issuer', issuer)?.['under'] ?? { n: 0, p: 0 };
  return {
    v: 1,
    network: NETWORK,
    channel: 'certbridge',
    issuer,
    seq: Number(head?.['seq'] ?? 0) + 1,
    prev: head?.['hash'] ?? '0'.repeat(64),
    time: known.now,
    under,
    ...body,
  };
}

const change = fc
  .record({
    cert,
    state: fc.constantFrom(
      'suspended',
      'reinstated',
      'revoked',
      'cancelled',
      'superseded',
      'transferred',
      'withdrawn',
    ),
    to: cert,
    from: fc.option(fc.constantFrom('2026-11-25', '2026-11-26', '2026-12-01', '2026-02-30'), {
      nil: undefined,
    }),
  })
  .map(({ from, to, ...rest }) => (issuer: string): JsonObject => ({
    ...rest,
    reason: 'unspecified',
    ...(['superseded', 'transferred'].includes(rest.state) ? { by: { issuer, cert: to } } : {}),
    ...(rest.state === 'superseded' && from !== undefined ? { from } : {}),
  }));

const spoilt = rarely(
  fc.constant(undefined),
  fc.record({
    member: fc.constantFrom('v', 'seq', 'prev', 'under', 'changes', 'about', 'root'),
    value: fc.jsonValue(),
  }),
);

const entry: fc.Arbitrary<Attempt> = fc
  .tuple(code, fc.array(change, { maxLength: 2 }), fc.option(fc.nat(3), { nil: undefined }), spoilt)
  .map(([issuer, made, kid, spoil]) => ({
    issuer,
    build: (known) => (tx) => {
      const byCert = new Map(made.map((each) => each(issuer)).map((each) => [each['cert'] as string, each]));
      const changes = [...byCert].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
      const own = known.kids.filter((each) => each.startsWith(issuer)).map((each) => each.slice(-16));
      const keys = [own[(kid ?? 0) % Math.max(own.length, 1)] ?? ''];
      const tree = { root: 'ab'.repeat(32), size: 1, keys, types: [TYPE], qr: 'cd'.repeat(32) };
      const anchors = kid !== undefined || changes.length === 0;
      const body = { ...(anchors ? tree : {}), ...(changes.length === 0 ? {} : { changes }) };
      const next = nextEntry(known, issuer, body);
      return append(tx, JSON.stringify(spoil ? { ...next, [spoil.member]: spoil.value } : next));
    },
  }));

/** Of an open proposal, by a province that has not approved it yet. */
const approval: fc.Arbitrary<Attempt> = fc.nat(3).map((at) => {
  const chosen = ({ proposals }: Known): JsonObject | undefined =>
    proposals[at % Math.max(proposals.length, 1)];
  return {
    province: (known) =>
      MSPS.find((mspId) => !(chosen(known)?.['approvedBy'] as string[] | undefined)?.includes(mspId)),
    build: (known) => (tx) => approve(tx, (chosen(known)?.['id'] as string | undefined) ?? 'x'),
  };
});

const proposal: fc.Arbitrary<Attempt> = fc
  .array(item, { minLength: 1, maxLength: 3 })
  .map((items) => ({ build: () => (tx) => propose(tx, canonicalJson({ items })) }));

/** Calls as clients make them. */
const usual: fc.Arbitrary<Attempt>[] = [
  fc.tuple(code, name, types).map(([issuer, n, t]) => ({
    issuer,
    build: () => (tx) => registerIssuer(tx, issuer, n, canonicalJson(t)),
  })),
  code.map((issuer) => ({ issuer, build: () => (tx) => retireIssuer(tx, issuer) })),
  fc.constant({ build: () => beat }),
  fc
    .tuple(code, fc.constantFrom(...KEYS), fc.constantFrom('certificate', 'credential', 'list'), fc.nat(9))
    .map(([issuer, key, use, luck]) => ({
      issuer,
      build: () => (tx) =>
        addKey(tx, issuer, key.spki, 'ES256', use, proof(key, luck === 0 ? ANHUI : issuer, use)),
    })),
  fc.tuple(code, fc.nat(3)).map(([issuer, at]) => ({
    issuer,
    build:
      ({ kids }) =>
      (tx) => {
        const own = kids.filter((each) => each.startsWith(issuer));
        return revokeKey(tx, issuer, own[at % Math.max(own.length, 1)]?.slice(-16) ?? 'x', 'lost');
      },
  })),
  proposal,
  proposal,
  proposal,
  fc
    .tuple(member, fc.integer({ min: 1, max: 3 }), fc.option(msp, { nil: undefined }))
    .map(([members, threshold, heir]) => ({
      build: (known) => (tx) => propose(tx, canonicalJson(nextAnchor(known, members, threshold, heir))),
    })),
  approval,
  approval,
  approval,
  entry,
  entry,
  entry,
  code.map((issuer) => ({ build: () => (tx) => reads.getRegistry(tx, issuer) })),
  fc.tuple(code, cert).map(([issuer, c]) => ({
    build: () => (tx) => attestStatus(tx, issuer, c, '5a'.repeat(16)),
  })),
  fc.constant({ build: () => (tx) => attestCheckpoint(tx, '5a'.repeat(16)) }),
];

/** Each function with anything at all. */
const unusual: fc.Arbitrary<Attempt> = fc
  .tuple(fc.nat(12), junk, junk, junk, junk, junk)
  .map(([at, a, b, c, d, e]) => ({
    build: () => (tx) => {
      const all = [
        () => init(tx, a, b, c),
        () => append(tx, a),
        () => propose(tx, a),
        () => approve(tx, a),
        () => addKey(tx, a, b, c, d, e),
        () => reads.getRecords(tx.state, a, b, c, d),
        () => reads.getStatus(tx.state, ZHEJIANG, a),
        () => reads.getProposals(tx, a, b),
        () => attestEntry(tx, ZHEJIANG, a),
        () => attestCheckpoint(tx, a),
        () => attestAnchor(tx, a),
        () => attestAudit(tx, a, b),
        () => stateAuditHead(tx, a, b),
      ];
      return (all[at] as () => Promise<JsonObject>)();
    },
  }));

const EVERY_ROLE = 'administrator service issuer';

/** A call, by whom, and the milliseconds since the one before. */
export interface AnyCall {
  readonly attempt: Attempt;
  /** Undefined: the province of the issuer that the call is about. */
  readonly mspId: string | undefined;
  readonly roles: string;
  readonly pause: number;
}

export const call: fc.Arbitrary<AnyCall> = fc.record({
  attempt: rarely(fc.oneof(...usual), unusual),
  mspId: fc.oneof({ arbitrary: fc.constant(undefined), weight: 3 }, { arbitrary: msp, weight: 1 }),
  roles: rarely(fc.constant(EVERY_ROLE), fc.constantFrom('issuer', 'service', 'administrator', '')),
  pause: fc.constantFrom(0, 0, 0, 1000, 3_600_000, 86_400_000),
});
