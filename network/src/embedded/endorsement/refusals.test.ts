import { createHash, createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Proposal } from '@hyperledger/fabric-gateway';
import { common, gateway as messages, peer } from '@hyperledger/fabric-protos';
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { CertificateAuthority, signLowS } from '../../identities/index.js';
import { decode, failureOf, TestLedger, ZHEJIANG } from '../testing/ledger.js';
import type { ClientOptions, LedgerClient } from '../testing/ledger.js';

const DENIED = `error validating proposal: access denied: channel [certbridge] creator org [${ZHEJIANG}]`;
/** In days. */
const MINUTE = 1 / 1440;
const WINDOW_MS = 61_500;

let ledger: TestLedger;
let client: LedgerClient;

beforeAll(async () => {
  ledger = await TestLedger.start({ settings: { timeWindowMs: WINDOW_MS } });
  client = await ledger.client();
});

afterAll(async () => ledger.close());

async function authority(): Promise<CertificateAuthority> {
  const folder = join(ledger.dir, 'identities', ZHEJIANG, 'ca');
  return new CertificateAuthority(ZHEJIANG, {
    certificate: await readFile(join(folder, 'cert.pem'), 'utf8'),
    privateKey: await readFile(join(folder, 'key.pem'), 'utf8'),
  });
}

async function refusal(options: ClientOptions): Promise<{ code: number; message: string | undefined }> {
  const other = await ledger.client(options);
  const error = await failureOf(other.contract.evaluateTransaction('Get', 'x'));
  return { code: error.code, message: error.details[0]?.message };
}

/** A high-S twin of a low-S signature: as valid by mathematics, and refused by Fabric. */
function highS(signature: Buffer): Buffer {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const r = signature.subarray(0, 4 + signature[3]!).subarray(2);
  const s = signature.subarray(4 + signature[3]! + 2);
  const flipped = Buffer.from(
    (order - BigInt(`0x${s.toString('hex')}`)).toString(16).padStart(64, '0'),
    'hex',
  );
  const integers = Buffer.concat([r, Buffer.from([0x02, 33, 0]), flipped]);
  return Buffer.concat([Buffer.from([0x30, integers.length]), integers]);
}

/** A proposal to read, signed by the client as it is after `change`. */
function altered(change: (channel: InstanceType<typeof common.ChannelHeader>) => void): Proposal {
  const proposal = client.contract.newProposal('Get', { arguments: ['x'] });
  const message = messages.ProposedTransaction.deserializeBinary(proposal.getBytes());
  const signed = message.getProposal()!;
  const inner = peer.Proposal.deserializeBinary(signed.getProposalBytes_asU8());
  const header = common.Header.deserializeBinary(inner.getHeader_asU8());
  const channel = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
  change(channel);
  header.setChannelHeader(channel.serializeBinary());
  inner.setHeader(header.serializeBinary());
  signed.setProposalBytes(inner.serializeBinary());
  message.setProposal(signed);
  return client.gateway.newProposal(message.serializeBinary());
}

describe('a proposal is refused', () => {
  it('when its time is outside the window', async () => {
    const proposal = altered((channel) => {
      channel.setTimestamp(Timestamp.fromDate(new Date(Date.now() - WINDOW_MS - 200)));
    });
    const evaluated = await failureOf(proposal.evaluate());
    expect(evaluated.code).toBe(14);
    expect(evaluated.details[0]?.message).toMatch(
      /^request unauthorized due to incorrect timestamp .*, peer\.authentication\.timewindow 1m1\.5s$/,
    );
    expect((await failureOf(proposal.endorse())).code).toBe(10);
  });

  it('when it is signed with another key', async () => {
    const key = createPrivateKey((await CertificateAuthority.create('x', 'x')).credential.privateKey);
    expect(await refusal({ sign: (message) => signLowS(key, message) })).toEqual({
      code: 9,
      message: DENIED,
    });
  });

  it('when its signature has a high s', async () => {
    const credential = await (await authority()).issueIdentity({ name: 'high', role: 'client' });
    const key = createPrivateKey(credential.privateKey);
    expect(await refusal({ credential, sign: (message) => highS(signLowS(key, message)) })).toEqual({
      code: 9,
      message: DENIED,
    });
    const sameClient = await ledger.client({ credential });
    expect(decode(await sameClient.contract.evaluateTransaction('Get', 'x'))).toBe('');
  });

  it('when its creator comes from another authority of the same name', async () => {
    const foreign = await CertificateAuthority.create(ZHEJIANG, `ca.${ZHEJIANG}`);
    const credential = await foreign.issueIdentity({
      name: 'service',
      role: 'client',
      roles: ['administrator'],
    });
    expect(await refusal({ credential })).toEqual({ code: 9, message: DENIED });
  });

  it('when its creator comes from another province than it says', async () => {
    const credential = await (await authority()).issueIdentity({ name: 'service', role: 'client' });
    const { code, message } = await refusal({ mspId: 'AnhuiMSP', credential });
    expect(code).toBe(9);
    expect(message).toContain('creator org [AnhuiMSP]');
  });

  it('when its creator belongs to no province', async () => {
    const credential = await (await authority()).issueIdentity({ name: 'service', role: 'client' });
    const { code, message } = await refusal({ mspId: 'HunanMSP', credential });
    expect(code).toBe(9);
    expect(message).toContain('creator org unknown, creator is malformed');
  });

  it('when its creator has expired', async () => {
    const credential = await (
      await authority()
    ).issueIdentity({ name: 'late', role: 'client', days: -MINUTE });
    expect((await refusal({ credential })).message).toBe('proposal client identity expired');
  });

  it.each(['peer', 'orderer'] as const)('when its creator is a %s', async (role) => {
    const credential = await (await authority()).issueIdentity({ name: 'node', role });
    expect((await refusal({ credential })).message).toContain("1 of the 'Writers' sub-policies");
  });

  it('when its txid is not that of its nonce and creator', async () => {
    const forged = altered((channel) => {
      channel.setTxId(createHash('sha256').update('another').digest('hex'));
    });
    expect((await failureOf(forged.evaluate())).details[0]?.message).toContain('incorrectly computed txid');
  });

  it('when its transaction is already committed', async () => {
    const proposal = client.contract.newProposal('Put', { arguments: ['dup', 'x'] });
    const status = await (await (await proposal.endorse()).submit()).getStatus();
    expect(status.successful).toBe(true);
    const error = await failureOf(proposal.endorse());
    expect(error.code).toBe(10);
    expect(error.details[0]?.message).toContain(
      `duplicate transaction found [${proposal.getTransactionId()}]`,
    );
  });
});

describe('beyond proposals', () => {
  it('a transaction signed by someone else is not ordered', async () => {
    const transaction = await client.contract.newProposal('Put', { arguments: ['stolen', 'x'] }).endorse();
    const thief = await ledger.client({ mspId: 'AnhuiMSP' });
    const stolen = thief.gateway.newTransaction(transaction.getBytes());
    const error = await failureOf(stolen.submit());
    expect(error.code).toBe(14);
    expect(error.details[0]?.message).toMatch(/status=FORBIDDEN, info=.*'Writers'.*permission denied/);
    expect(decode(await client.contract.evaluateTransaction('Get', 'stolen'))).toBe('');
  });

  it('a commit status is told to readers of the channel only', async () => {
    const commit = await client.contract.submitAsync('Put', { arguments: ['told', 'x'] });
    const foreign = await CertificateAuthority.create(ZHEJIANG, `ca.${ZHEJIANG}`);
    const outsider = await ledger.client({
      credential: await foreign.issueIdentity({ name: 'x', role: 'client' }),
    });
    const error = await failureOf(outsider.gateway.newCommit(commit.getBytes()).getStatus());
    expect(error.code).toBe(7);
    expect((await commit.getStatus()).successful).toBe(true);
  });
});
