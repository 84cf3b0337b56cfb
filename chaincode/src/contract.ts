import 'reflect-metadata';
import './schemas';
import { Context, Contract, Info, Param, Returns, Transaction } from 'fabric-contract-api';
import {
  attestAnchor,
  attestAudit,
  attestCheckpoint,
  attestEntry,
  attestStatus,
} from './attestations/attestations';
import { stateAuditHead } from './audit/audit';
import { beat } from './beats/beats';
import { canonicalJson } from './canonical/json';
import type { JsonObject } from './canonical/json';
import { append } from './entries/append';
import { init } from './governance/init';
import { approve, propose } from './governance/proposals';
import { registerIssuer } from './issuers/register';
import { retireIssuer } from './issuers/retire';
import { addKey } from './keys/add';
import { revokeKey } from './keys/revoke';
import * as reads from './reads/reads';
import { fabricTransaction } from './state/fabric';
import type { Transaction as Call } from './state/transaction';

const ISSUER = 'GB 32100 code of the issuer, 18 characters';
const CERT = 'certId, 16 bytes in lower-case hex';
const NONCE = "16 bytes in lower-case hex, the caller's";
const SEQ = 'seq in decimal, from 1';

/** One call: its result is canonical JSON, so that all endorsers return the same bytes. */
async function call(context: Context, run: (tx: Call) => Promise<JsonObject>): Promise<string> {
  return canonicalJson(await run(fabricTransaction(context)));
}

/** The contract: each function is a rule of its own folder. */
@Info({
  title: 'CertBridge',
  description: 'Logs of issuers, provinces and network; attestations of their state',
})
export class CertBridge extends Contract {
  constructor() {
    super('certbridge');
  }

  @Transaction()
  @Param('network', 'string', 'network id: 16 random bytes in lower-case hex')
  @Param('provinces', 'string', 'JSON list of Province')
  @Param('threshold', 'string', 'how many provinces must attest and approve, in decimal')
  @Returns('string')
  Init(context: Context, network: string, provinces: string, threshold: string): Promise<string> {
    return call(context, (tx) => init(tx, network, provinces, threshold));
  }

  @Transaction()
  @Param('entry', 'string', 'JSON of Entry')
  @Returns('string')
  Append(context: Context, entry: string): Promise<string> {
    return call(context, (tx) => append(tx, entry));
  }

  @Transaction()
  @Param('issuer', 'string', ISSUER)
  @Param('name', 'string', 'its name, 1 to 200 characters')
  @Param('types', 'string', 'JSON list of certificate type codes, sorted')
  @Returns('string')
  RegisterIssuer(context: Context, issuer: string, name: string, types: string): Promise<string> {
    return call(context, (tx) => registerIssuer(tx, issuer, name, types));
  }

  @Transaction()
  @Param('issuer', 'string', ISSUER)
  @Returns('string')
  RetireIssuer(context: Context, issuer: string): Promise<string> {
    return call(context, (tx) => retireIssuer(tx, issuer));
  }

  @Transaction()
  @Param('issuer', 'string', ISSUER)
  @Param('spki', 'string', 'base64 of the DER SubjectPublicKeyInfo')
  @Param('alg', 'string', 'ES256 or RS256')
  @Param('use', 'string', 'certificate, credential, list, encrypt, relying-party or service')
  @Param('proof', 'string', 'base64 of the signature over the possession statement')
  @Returns('string')
  AddKey(
    context: Context,
    issuer: string,
    spki: string,
    alg: string,
    use: string,
    proof: string,
  ): Promise<string> {
    return call(context, (tx) => addKey(tx, issuer, spki, alg, use, proof));
  }

  @Transaction()
  @Param('issuer', 'string', ISSUER)
  @Param('kid', 'string', '8 bytes in lower-case hex')
  @Param('reason', 'string', 'one of the closed list')
  @Returns('string')
  RevokeKey(context: Context, issuer: string, kid: string, reason: string): Promise<string> {
    return call(context, (tx) => revokeKey(tx, issuer, kid, reason));
  }

  @Transaction()
  @Returns('string')
  Beat(context: Context): Promise<string> {
    return call(context, beat);
  }

  @Transaction()
  @Param('size', 'string', 'records in the audit tree, in decimal')
  @Param('root', 'string', 'RFC 6962 root of the audit tree, in lower-case hex')
  @Returns('string')
  StateAuditHead(context: Context, size: string, root: string): Promise<string> {
    return call(context, (tx) => stateAuditHead(tx, size, root));
  }

  @Transaction()
  @Param('proposal', 'string', 'JSON of Proposal')
  @Returns('string')
  Propose(context: Context, proposal: string): Promise<string> {
    return call(context, (tx) => propose(tx, proposal));
  }

  @Transaction()
  @Param('id', 'string', "SHA-256 of the proposal's canonical JSON")
  @Returns('string')
  Approve(context: Context, id: string): Promise<string> {
    return call(context, (tx) => approve(tx, id));
  }

  @Transaction(false)
  @Returns('string')
  GetNetwork(context: Context): Promise<string> {
    return call(context, ({ state }) => reads.getNetwork(state));
  }

  @Transaction(false)
  @Param('after', 'string', 'the last id that the caller has, or empty')
  @Param('limit', 'string', 'at most 100')
  @Returns('string')
  GetProposals(context: Context, after: string, limit: string): Promise<string> {
    return call(context, (tx) => reads.getProposals(tx, after, limit));
  }

  @Transaction(false)
  @Param('id', 'string', "SHA-256 of the proposal's canonical JSON")
  @Returns('string')
  GetProposal(context: Context, id: string): Promise<string> {
    return call(context, ({ state }) => reads.getProposal(state, id));
  }

  @Transaction(false)
  @Param('issuer', 'string', ISSUER)
  @Param('seq', 'string', SEQ)
  @Returns('string')
  GetEntry(context: Context, issuer: string, seq: string): Promise<string> {
    return call(context, ({ state }) => reads.getEntry(state, issuer, seq));
  }

  @Transaction(false)
  @Param('issuer', 'string', ISSUER)
  @Param('from', 'string', SEQ)
  @Param('limit', 'string', 'at most 100')
  @Returns('string')
  GetEntries(context: Context, issuer: string, from: string, limit: string): Promise<string> {
    return call(context, ({ state }) => reads.getEntries(state, issuer, from, limit));
  }

  @Transaction(false)
  @Param('log', 'string', 'n, p or i')
  @Param('id', 'string', 'network id, MSP id or issuer code')
  @Param('from', 'string', SEQ)
  @Param('limit', 'string', 'at most 100')
  @Returns('string')
  GetRecords(context: Context, log: string, id: string, from: string, limit: string): Promise<string> {
    return call(context, ({ state }) => reads.getRecords(state, log, id, from, limit));
  }

  @Transaction(false)
  @Param('afterLine', 'string', 'the last line that the caller has, or empty')
  @Param('limit', 'string', 'at most 1000')
  @Returns('string')
  GetHeads(context: Context, afterLine: string, limit: string): Promise<string> {
    return call(context, ({ state }) => reads.getHeads(state, afterLine, limit));
  }

  @Transaction(false)
  @Param('issuer', 'string', ISSUER)
  @Param('cert', 'string', CERT)
  @Returns('string')
  GetStatus(context: Context, issuer: string, cert: string): Promise<string> {
    return call(context, ({ state }) => reads.getStatus(state, issuer, cert));
  }

  @Transaction(false)
  @Param('issuer', 'string', ISSUER)
  @Param('cert', 'string', CERT)
  @Returns('string')
  GetHistory(context: Context, issuer: string, cert: string): Promise<string> {
    return call(context, ({ state }) => reads.getHistory(state, issuer, cert));
  }

  @Transaction(false)
  @Param('issuer', 'string', ISSUER)
  @Returns('string')
  GetRegistry(context: Context, issuer: string): Promise<string> {
    return call(context, (tx) => reads.getRegistry(tx, issuer));
  }

  @Transaction(false)
  @Param('issuer', 'string', ISSUER)
  @Param('seq', 'string', SEQ)
  @Returns('string')
  AttestEntry(context: Context, issuer: string, seq: string): Promise<string> {
    return call(context, (tx) => attestEntry(tx, issuer, seq));
  }

  @Transaction(false)
  @Param('issuer', 'string', ISSUER)
  @Param('cert', 'string', CERT)
  @Param('nonce', 'string', NONCE)
  @Returns('string')
  AttestStatus(context: Context, issuer: string, cert: string, nonce: string): Promise<string> {
    return call(context, (tx) => attestStatus(tx, issuer, cert, nonce));
  }

  @Transaction(false)
  @Param('nonce', 'string', NONCE)
  @Returns('string')
  AttestCheckpoint(context: Context, nonce: string): Promise<string> {
    return call(context, (tx) => attestCheckpoint(tx, nonce));
  }

  @Transaction(false)
  @Param('n', 'string', 'number of the trust anchor, from 1')
  @Returns('string')
  AttestAnchor(context: Context, n: string): Promise<string> {
    return call(context, (tx) => attestAnchor(tx, n));
  }

  @Transaction(false)
  @Param('mspId', 'string', 'MSP id of the province')
  @Param('nonce', 'string', NONCE)
  @Returns('string')
  AttestAudit(context: Context, mspId: string, nonce: string): Promise<string> {
    return call(context, (tx) => attestAudit(tx, mspId, nonce));
  }
}
