import { reasonWords } from '@certbridge/verifier-sdk/formats';
import { calendarDay, language, listed, nameOf, say } from '../../../kit';
import type { Schema } from '../../../kit';
import { certificateStates, changeWords } from './state-words';
import { certificateWords as words } from './words';

type Certificate = Schema<'Certificate'>;
type Credential = Schema<'MintedCredential'>;
type Life = Schema<'Life'>;

/** What happened to a certificate: when, what, by whom, and the certificate that it leads to. */
export interface LifeEvent {
  readonly at: string;
  readonly said: string;
  readonly by: string;
  readonly to?: {
    readonly issuer: string;
    readonly certId: string;
    /** Its identifier, or its certId where that is all that is known. */
    readonly identifier: string;
  };
}

export interface Lived {
  readonly certificate: Certificate;
  readonly changes: readonly Schema<'StatusChange'>[];
  readonly life: Life;
  readonly credentials: readonly Credential[];
}

/** A certificate's life, oldest first. */
export function eventsOf({ certificate, changes, life, credentials }: Lived): LifeEvent[] {
  const all = [
    issued(certificate, life),
    ...changes.map((change) => changed(change, life)),
    ...life.copies.map(copied),
    ...credentials.map(bound),
  ];
  return all.sort((a, b) => a.at.localeCompare(b.at));
}

const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' · ');

function people(submittedBy: string, approvedBy: string | null): string {
  const approved = approvedBy === null ? '' : say(words.approved, { name: nameOf(approvedBy) });
  return joined(say(words.asked, { name: nameOf(submittedBy) }), approved);
}

/** Which provinces attested an entry; empty where that is not known here. */
function attested(seq: number | null, { entries }: Life): string {
  const entry = entries.find((one) => one.seq === seq);
  return entry
    ? say(words.attestedBy, { n: entry.provinces.length, provinces: listed(entry.provinces) })
    : '';
}

function issued({ anchoredIn, createdAt, submittedBy, approvedBy }: Certificate, life: Life): LifeEvent {
  const anchored = anchoredIn === null ? say(words.notAnchored) : say(words.anchoredIn, { n: anchoredIn });
  return {
    at: createdAt,
    said: joined(say(words.issued), anchored),
    by: joined(people(submittedBy, approvedBy), attested(anchoredIn, life)),
  };
}

function changed(change: Schema<'StatusChange'>, life: Life): LifeEvent {
  const { issuer, by, decision, state, reason, seq, madeAt, createdAt, submittedBy, approvedBy } = change;
  return {
    at: madeAt ?? createdAt,
    said: joined(
      say(words[decision], { change: say(changeWords[state]), reason: say(reasonWords[reason]) }),
      seq === null ? '' : say(words.anchoredIn, { n: seq }),
    ),
    by: joined(people(submittedBy, approvedBy), attested(seq, life)),
    ...(by?.issuer === issuer && { to: { ...by, identifier: by.certId } }),
  };
}

function copied({
  createdAt,
  state,
  issuer,
  certId,
  identifier,
  submittedBy,
  approvedBy,
}: Certificate): LifeEvent {
  return {
    at: createdAt,
    said: joined(say(words.copied), say(certificateStates[state])),
    by: people(submittedBy, approvedBy),
    to: { issuer, certId, identifier },
  };
}

const ends = { issued: undefined, suspended: words.boundSuspended, revoked: words.boundEnded } as const;

function bound({ createdAt, delegated, state, validUntil }: Credential): LifeEvent {
  const end = ends[state];
  const until = calendarDay(validUntil)[language.value];
  return {
    at: createdAt,
    said: joined(
      say(delegated ? words.boundDelegated : words.bound),
      end ? say(end) : say(words.boundUntil, { day: until }),
    ),
    by: '',
  };
}
