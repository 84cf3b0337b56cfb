import { createECDH, createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { canonicalJson } from '../canonical/json';
import type { JsonObject } from '../canonical/json';
import { append } from '../entries/append';
import { init } from '../governance/init';
import { approve, propose } from '../governance/proposals';
import { findIssuer } from '../issuers/issuers';
import { registerIssuer } from '../issuers/register';
import { retireIssuer } from '../issuers/retire';
import { addKey } from '../keys/add';
import type { KeyUse } from '../keys/keys';
import { possessionStatement } from '../keys/possession';
import { revokeKey } from '../keys/revoke';
import { readHead } from '../logs/logs';
import { readAnchor, readNetwork } from '../network/network';
import type { Transaction } from '../state/transaction';
import { keptState } from './kept-state';
import { MemoryLedger } from './memory';
import { replayLogs } from './replay';
import { ANHUI, NETWORK, OTHER_TYPE, provinces, TYPE, ZHEJIANG } from './sample';

/*
 * A history with everything that may lawfully happen to an issuer, as this contract writes it. The SDK replays the
 * records of the same file and must come to the same state. `npx vitest run chaincode/src/unit-ledger/history.test.ts -u` writes it anew.
 */

const SICHUAN = '11510000MB0000001R';
const CENTRAL = '11100000MB0000001T';
const BRANCH = '11330000MB0000002P';
const FILE = join(__dirname, '..', '..', '..', 'verifier-sdk', 'vectors', 'shared', 'ledger-history.json');

const cert = (digit: number): string => String(digit).padStart(32, '0');

/** A key that comes out the same each time: its private half is the hash of its name. */
function namedKey(name: string): {
  readonly spki: string;
  readonly prove: (issuer: string, use: KeyUse) => string;
} {
  const ecdh = createECDH('prime256v1');
  const d = createHash('sha256').update(name).digest();
  ecdh.setPrivateKey(d);
  const point = ecdh.getPublicKey();
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((bytes) => bytes.toString('base64url'));
  const jwk = { kty: 'EC', crv: 'P-256', d: d.toString('base64url'), x: x ?? '', y: y ?? '' };
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');
  const prove = (issuer: string, use: KeyUse): string => {
    const statement = possessionStatement({ channel: 'certbridge', network: NETWORK, issuer, use }, spki);
    return sign('sha256', Buffer.from(statement), { key, dsaEncoding: 'ieee-p1363' }).toString('base64');
  };
  return { spki, prove };
}

class History {
  readonly ledger = new MemoryLedger();

  as(mspId: string, run: (tx: Transaction) => Promise<JsonObject>): Promise<JsonObject> {
    this.ledger.now += 60_000;
    return this.ledger.call(mspId, 'administrator service issuer', run);
  }

  async decide(...items: JsonObject[]): Promise<void> {
    const text = canonicalJson({ items });
    const { proposal } = await this.as('SichuanMSP', (tx) => propose(tx, text));
    await this.as('AnhuiMSP', (tx) => approve(tx, proposal as string));
  }

  async addKey(mspId: string, issuer: string, name: string, use: KeyUse): Promise<string> {
    const { spki, prove } = namedKey(name);
    const added = await this.as(mspId, (tx) => addKey(tx, issuer, spki, 'ES256', use, prove(issuer, use)));
    return added['kid'] as string;
  }

  async append(mspId: string, issuer: string, body: JsonObject): Promise<void> {
    await this.as(mspId, async (tx) => {
      const { seq, hash } = await readHead(tx.state, 'i', issuer);
      const found = await findIssuer(tx.state, issuer);
      const place = {
        v: 1,
        network: NETWORK,
        channel: 'certbridge',
        issuer,
        seq: seq + 1,
        prev: hash,
        time: tx.time,
      };
      return append(tx, canonicalJson({ ...place, under: { ...(found?.under ?? { n: 0, p: 0 }) }, ...body }));
    });
  }

  async nextAnchor(keep: (mspId: string) => boolean): Promise<JsonObject> {
    return this.ledger.call('AnhuiMSP', '', async ({ state }) => {
      const { n } = await readNetwork(state);
      const anchor = await readAnchor(state, n);
      const next = { ...anchor, n: n + 1, provinces: anchor.provinces.filter(({ mspId }) => keep(mspId)) };
      return next as unknown as JsonObject;
    });
  }
}

const tree = (...keys: string[]): JsonObject => ({
  root: 'ab'.repeat(32),
  size: 1,
  keys: keys.sort(),
  types: [TYPE],
  qr: 'cd'.repeat(32),
});
const change = (digit: number, state: string, more: JsonObject = {}): JsonObject => ({
  cert: cert(digit),
  state,
  reason: 'unspecified',
  ...more,
});
const type = (code: string, name: string): JsonObject => ({ kind: 'type', type: { code, name } });
const issuer = (code: string, name: string, mspId: string, types: string[]): JsonObject => ({
  kind: 'issuer',
  issuer: code,
  name,
  mspId,
  types,
});

async function lawfulHistory(): Promise<MemoryLedger> {
  const history = new History();
  const register = (mspId: string, code: string, name: string, types: string[]): Promise<JsonObject> =>
    history.as(mspId, (tx) => registerIssuer(tx, code, name, canonicalJson(types)));
  await history.as('ZhejiangMSP', (tx) => init(tx, NETWORK, canonicalJson(provinces()), '2'));
  await history.decide(type(TYPE, '居住证'));
  await register('ZhejiangMSP', ZHEJIANG, '示例厅', [TYPE]);
  await register('ZhejiangMSP', BRANCH, '示例分局', [TYPE]);
  await register('AnhuiMSP', ANHUI, '示例局', [TYPE]);
  await register('SichuanMSP', SICHUAN, '示例委', []);
  const first = await history.addKey('ZhejiangMSP', ZHEJIANG, 'first', 'certificate');
  const credential = await history.addKey('ZhejiangMSP', ZHEJIANG, 'credential', 'credential');
  await history.addKey('ZhejiangMSP', ZHEJIANG, 'list', 'list');
  await history.append('ZhejiangMSP', ZHEJIANG, tree(first, credential));
  const by = { issuer: ZHEJIANG, cert: cert(2) };
  await history.append('ZhejiangMSP', ZHEJIANG, {
    changes: [change(1, 'superseded', { by, from: '2026-12-01' })],
  });
  // Types that a registration adds, and a decision that says less.
  await history.decide(type(OTHER_TYPE, '营业执照'), { kind: 'feature', feature: 'service-items' });
  await register('ZhejiangMSP', ZHEJIANG, '示例新厅', [TYPE, OTHER_TYPE]);
  await history.append('ZhejiangMSP', ZHEJIANG, {
    ...tree(first, credential),
    changes: [change(3, 'suspended')],
  });
  await history.decide(
    issuer(ZHEJIANG, '示例厅', 'ZhejiangMSP', [TYPE]),
    issuer(CENTRAL, '示例部', 'SichuanMSP', [TYPE]),
  );
  await history.as('ZhejiangMSP', (tx) => revokeKey(tx, ZHEJIANG, first, 'key-compromise'));
  const second = await history.addKey('ZhejiangMSP', ZHEJIANG, 'second', 'certificate');
  await history.append('ZhejiangMSP', ZHEJIANG, tree(second, credential));
  await history.append('ZhejiangMSP', ZHEJIANG, { changes: [change(1, 'withdrawn'), change(2, 'revoked')] });
  // A move; a merger into what was moved; a move of both; a key by the province that owns the merged one now.
  await history.decide(issuer(ZHEJIANG, '示例厅', 'AnhuiMSP', [TYPE]));
  await history.append('AnhuiMSP', ZHEJIANG, tree(second, credential));
  await history.decide({ kind: 'succession', from: BRANCH, to: ZHEJIANG });
  await history.decide(issuer(ZHEJIANG, '示例厅', 'SichuanMSP', [TYPE]));
  const branch = await history.addKey('SichuanMSP', BRANCH, 'branch', 'certificate');
  await history.append('SichuanMSP', BRANCH, tree(branch));
  // And back, so that its old province's log goes on about it.
  await history.decide(issuer(ZHEJIANG, '示例厅', 'ZhejiangMSP', [TYPE]));
  await history.as('ZhejiangMSP', (tx) => revokeKey(tx, ZHEJIANG, credential, 'replaced'));
  await history.append('ZhejiangMSP', ZHEJIANG, tree(second));
  await history.as('SichuanMSP', (tx) => retireIssuer(tx, SICHUAN));
  await history.as('AnhuiMSP', (tx) => retireIssuer(tx, ANHUI));
  await register('AnhuiMSP', ANHUI, '示例局', [TYPE]);
  // A province leaves: its issuers have heirs, and a merged one follows its successor.
  const left = await history.nextAnchor((mspId) => mspId !== 'ZhejiangMSP');
  await history.decide({ kind: 'anchor', anchor: left, otherHeir: 'SichuanMSP' });
  await history.append('SichuanMSP', ZHEJIANG, tree(second));
  await history.as('SichuanMSP', (tx) => revokeKey(tx, BRANCH, branch, 'lost'));
  return history.ledger;
}

it('a lawful history is the one that the SDK replays', async () => {
  const ledger = await lawfulHistory();
  const vector = {
    name: 'a lawful history',
    input: Object.fromEntries(replayLogs(ledger)),
    ok: true,
    ...(await keptState(ledger)),
  };
  await expect(`${JSON.stringify([vector], null, 2)}\n`).toMatchFileSnapshot(FILE);
});
