/** What decides how long a receipt can get. */
export interface ReceiptBounds {
  /** Endorsements that an attestation carries: the trust anchor's threshold, or more if more provinces are asked. */
  readonly endorsements: number;
  /** The longest endorser (SerializedIdentity: MSP id and PEM certificate), in bytes; 1,100 unless known. */
  readonly endorser?: number;
  /** Most certificates of one entry; 65,536 unless given. */
  readonly size?: number;
  /** The longest entry that anchors, as canonical JSON; 1,024 bytes unless given. Status changes make it longer. */
  readonly entry?: number;
  /** Most keys that an entry names; 3 unless given: of PDFs, QR codes and credentials. */
  readonly keys?: number;
}

/** CBOR head of any string or list here. */
const HEAD = 5;
const HASH = 32 + 2;
const SIGNATURE = 72 + 2;
/**
 * ProposalResponsePayload around an AttestEntry statement without keys and name: hash of the proposal, what was read
 * with its versions, the statement's other members. Measured 530; versions grow with the ledger, MSP ids to 64.
 */
const PAYLOAD = 700;
/** A key in the statement (`alg`, `kid`, `spki`, `use`) and among what was read. */
const KEY = 200;

/**
 * Bytes that a receipt never exceeds within these bounds, but for the issuer's name in it: certId, three digests,
 * index, path, entry and attestation with its endorsers' certificates inline. The renderer reserves them in every document, twice over as they are written in hex.
 */
export function receiptReserve(bounds: ReceiptBounds): number {
  const { endorsements, endorser = 1100, size = 65_536, entry = 1024, keys = 3 } = bounds;
  const path = HEAD + Math.ceil(Math.log2(Math.max(2, size))) * HASH;
  const digests = 1 + 17 + 3 * HASH + 9;
  return (
    HEAD +
    digests +
    path +
    HEAD +
    entry +
    HEAD +
    PAYLOAD +
    keys * KEY +
    HEAD +
    endorsements * (1 + HEAD + endorser + SIGNATURE)
  );
}
