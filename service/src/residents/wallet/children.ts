import { checkIdNumber, dateAt } from '@certbridge/verifier-sdk/formats';
import { agreesWithNumber } from '../../certificates/types/index.js';
import type { CertificateType } from '../../certificates/types/index.js';
import type { Transaction } from '../../platform/database/index.js';
import { names, openAllHeld } from '../own-certificates/index.js';
import type { HeldCertificate } from '../own-certificates/index.js';
import { delegationsOf } from './delegations.js';
import type { OpenDelegation } from './delegations.js';
import { ChildRefused } from './errors.js';
import { MAX_DAYS, makeDelegation } from './make-delegation.js';
import type { WalletCapabilities } from './parts.js';

type Parts = Pick<WalletCapabilities, 'protection' | 'types' | 'holderLookup'>;

export interface ParentRequest {
  /** Keyed hash of the parent's number, as their session has it. */
  readonly parent: Buffer;
  /** The holder number of the birth certificate. */
  readonly birthCertificate: string;
  /** The child's own number (GB 11643), where there is one: what is held under it can be shown, too. */
  readonly number?: string | undefined;
}

/** With whose certificate it is of. */
type MadeForChild = OpenDelegation & { readonly issuer: string };

interface Proof {
  readonly evidence: HeldCertificate;
  readonly name: string;
  readonly parent: { readonly name: string; readonly number: string };
}

const DAY = 86_400_000;
const OF_AGE = 18;
/** One that lasts longer than this need not be made anew. */
const RENEWED_DAYS = 10;

/**
 * Lets a parent act for their child until it is of age (Civil Code, articles 17 and 27): a birth certificate that
 * counts names them by their number. The child's own number proves nothing; what is held under it must agree with
 * the birth certificate in name, day of birth and sex.
 *
 * @returns what was made, and of each certificate what lasts for this parent
 * @throws ChildRefused, TooManyDelegations
 */
export async function actForChild(
  tx: Transaction,
  parts: Parts,
  { parent, birthCertificate, number }: ParentRequest,
): Promise<{ readonly made: readonly MadeForChild[]; readonly lasting: readonly OpenDelegation[] }> {
  const { protection, types, holderLookup } = parts;
  const now = Date.now();
  const until = dateAt(now + (MAX_DAYS - 1) * DAY);
  const lookup = holderLookup(birthCertificate);
  const proof = await proveParent(tx, parts, lookup, { parent, until });
  const held = [{ one: proof.evidence, holder: lookup }];
  if (number !== undefined) {
    const holder = holderLookup(number);
    requireNumberOf(proof.evidence, types.at(proof.evidence.type, proof.evidence.typeVersion), number);
    for (const one of await openAllHeld(tx, protection, holder, 'FOR UPDATE'))
      if (one.inForce && names(types, one, proof)) held.push({ one, holder });
  }
  const known = (await delegationsOf(tx, protection, { helper: parent })).filter(
    ({ evidence, until: last }) => evidence !== null && last >= dateAt(now + RENEWED_DAYS * DAY),
  );
  const made: MadeForChild[] = [];
  const lasting: OpenDelegation[] = [];
  for (const { one, holder } of held) {
    const same = known.find(({ certificate }) => certificate === one.certId.toString('hex'));
    if (same) {
      lasting.push(same);
      continue;
    }
    const by = { helper: proof.parent, evidence: proof.evidence.certId };
    const delegation = await makeDelegation(tx, parts, { held: one, holder, ...by, items: [], until });
    made.push({ ...delegation, issuer: one.issuer });
    lasting.push(delegation);
  }
  return { made, lasting };
}

/** Whoever knows the number of somebody else's birth certificate learns no more than that it is not theirs. */
async function proveParent(
  tx: Transaction,
  { protection, types, holderLookup }: Parts,
  lookup: Buffer,
  { parent, until }: { readonly parent: Buffer; readonly until: string },
): Promise<Proof> {
  for (const evidence of await openAllHeld(tx, protection, lookup, 'FOR UPDATE')) {
    const { birth, holderName } = types.at(evidence.type, evidence.typeVersion);
    if (!evidence.inForce || !birth) continue;
    const text = (key: string): string => String(evidence.fields[key] ?? '');
    const found = birth.parents.find(
      ({ number }) => text(number) !== '' && holderLookup(text(number)).equals(parent),
    );
    if (!found) continue;
    const born = text(birth.at);
    const ofAge = `${Number(born.slice(0, 4)) + OF_AGE}${born.slice(4, 10)}`;
    if (until >= ofAge) throw new ChildRefused('CHILD_OF_AGE');
    return {
      evidence,
      name: text(holderName),
      parent: { name: text(found.name), number: text(found.number) },
    };
  }
  throw new ChildRefused('CHILD_UNPROVED');
}

function requireNumberOf({ fields }: HeldCertificate, { birth }: CertificateType, number: string): void {
  const said = birth ? [String(fields[birth.at]).slice(0, 10), fields[birth.sex]] : [];
  if (!checkIdNumber(number) || !said.every((value) => agreesWithNumber(value, number)))
    throw new ChildRefused('CHILD_NUMBER_WRONG');
}
