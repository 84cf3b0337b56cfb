import type { Attestation } from '@certbridge/verifier-sdk/formats';
import { common, gateway, peer } from '@hyperledger/fabric-protos';
import type { Peers } from './peers.js';
import type { Provinces, Signers } from './provinces.js';
import { settle } from './retry.js';

/** An attestation and the statement in it (canonical JSON), as yet unverified. */
export interface Attested {
  readonly attestation: Attestation;
  readonly statement: string;
}

interface Parts {
  readonly peers: Peers;
  readonly provinces: Provinces;
  readonly signal: AbortSignal;
}

/**
 * Has an Attest function endorsed by peers of as many provinces as are to sign and keeps the endorsed
 * transaction instead of submitting it. When a province cannot be had, another is asked.
 */
export async function attest(
  parts: Parts,
  name: string,
  args: readonly string[],
  signers?: Signers,
): Promise<Attested> {
  const { peers, provinces, signal } = parts;
  let asked: string[] = [];
  const isFinal = (refusal: { provinces: ReadonlySet<string> }): boolean =>
    refusal.provinces.size >= asked.length;
  return settle(signal, isFinal, async (attempt) => {
    asked = await provinces.choose(attempt, signers);
    return peers.with('service', async ({ contract }) => {
      const proposal = contract.newProposal(name, { arguments: [...args], endorsingOrganizations: asked });
      const endorsed = await proposal.endorse();
      if (attempt > 0) provinces.agreed(asked);
      const statement = Buffer.from(endorsed.getResult()).toString('utf8');
      return { done: { attestation: attestationOf(endorsed.getBytes()), statement } };
    });
  });
}

/** What the peers signed, out of the prepared transaction: payload ‖ endorser is under each signature. */
export function attestationOf(prepared: Uint8Array): Attestation {
  const envelope = gateway.PreparedTransaction.deserializeBinary(prepared).getEnvelope();
  const payload = common.Payload.deserializeBinary(envelope?.getPayload_asU8() ?? new Uint8Array());
  const [action] = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList();
  const endorsed = peer.ChaincodeActionPayload.deserializeBinary(
    action?.getPayload_asU8() ?? new Uint8Array(),
  ).getAction();
  if (endorsed === undefined) throw new TypeError('the endorsed transaction holds no action');
  return {
    payload: endorsed.getProposalResponsePayload_asU8(),
    endorsements: endorsed.getEndorsementsList().map((endorsement) => ({
      endorser: endorsement.getEndorser_asU8(),
      signature: endorsement.getSignature_asU8(),
    })),
  };
}
