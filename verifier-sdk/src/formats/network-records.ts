import { FormatError } from './error.js';
import type { JsonObject } from './json.js';
import { readTypes, readerOf } from './province-records.js';
import { Shape, legible } from './shape.js';
import type { Read } from './shape.js';
import { readTrustAnchor } from './trust-anchor.js';
import type { TrustAnchor } from './trust-anchor.js';
import { readAbout, readUnder } from './under.js';
import type { About, Under } from './under.js';

/** An issuer that a decision moves along with another, and its version before the decision. */
export interface MovedIssuer {
  /** GB 32100 code, 18 characters. */
  readonly issuer: string;
  /** Its version before the decision. */
  readonly under: Under;
}

/** One item of a decision of the provinces. `under`: the issuer's version before the decision. */
export type DecisionItem =
  | {
      /** What is decided. */
      readonly kind: 'type';
      /** A certificate type that issuers may be registered for from now on, or its new name. */
      readonly type: {
        /** GB/T 36904, 21 characters. */
        readonly code: string;
        /** 1 to 200 characters. */
        readonly name: string;
      };
    }
  | {
      /** Registers an issuer, whatever its region, or moves it to another province. */
      readonly kind: 'issuer';
      /** GB 32100 code, 18 characters. */
      readonly issuer: string;
      /** 1 to 200 characters. */
      readonly name: string;
      /** Of the province that owns it from now on. */
      readonly mspId: string;
      /** Codes of the certificate types that it may issue (21 characters), sorted. */
      readonly types: readonly string[];
      /** Its version before the decision. */
      readonly under: Under;
      /** Issuers merged into it, which a move takes along; sorted by code. */
      readonly with?: readonly MovedIssuer[];
    }
  | {
      /** `from` passes to `to`, and to the province that owns `to` now. */
      readonly kind: 'succession';
      /** GB 32100 code of the department that ends. */
      readonly from: string;
      /** GB 32100 code of the one that takes over its log. */
      readonly to: string;
      /** Their versions before the decision. */
      readonly under: {
        /** Of `from`. */
        readonly from: Under;
        /** Of `to`. */
        readonly to: Under;
      };
      /** Issuers merged into `from` before, which go with it; sorted by code. */
      readonly with?: readonly MovedIssuer[];
    }
  | {
      /** The next trust anchor, alone in its decision. */
      readonly kind: 'anchor';
      /** With the number after the one in force. */
      readonly anchor: TrustAnchor;
      /** Who (`to`, an MSP id) takes each issuer of a province that it removes; sorted by code. */
      readonly heirs?: readonly (MovedIssuer & { readonly to: string })[];
    }
  | {
      /** Switches a later kind of record on. */
      readonly kind: 'feature';
      /** Its name, lower-case letters, digits and hyphens. */
      readonly feature: string;
    };

/** What the network’s records say. */
export type NetworkBody =
  | {
      /** The network’s first record. */
      readonly kind: 'init';
      /** Number 1. */
      readonly anchor: TrustAnchor;
    }
  | {
      /** What is decided. */
      readonly kind: 'decision';
      /** As they stand: read each with {@link interpretItem}. */
      readonly items: readonly JsonObject[];
      /** Id of the proposal that was approved. */
      readonly proposal: string;
      /** MSP ids, sorted. */
      readonly approvedBy: readonly string[];
    };

/** What this software makes of an item of a decision; as of a record. */
export type ItemReading =
  | {
      /** Whether this software knows its kind, and it keeps that kind’s rules. */
      readonly state: 'known';
      /** The item itself. */
      readonly item: DecisionItem;
    }
  | {
      /** Whether it is known, of later software, or breaks the rules of its kind. */
      readonly state: 'unknown';
      /** What cannot be judged until the software is updated. */
      readonly about: About | undefined;
    }
  | {
      /** Whether it is known, of later software, or breaks the rules of its kind. */
      readonly state: 'unusable';
      /** What it harms, as far as it can be told. */
      readonly about: About | undefined;
      /** A sentence. */
      readonly why: string;
    };

const shape = new Shape('RECORD_MALFORMED');
const own = (text: string): string => text;
/** The most items of one decision. */
export const maxItems = 100;

const moved = { issuer: shape.code18, under: readUnder };
const readMoved: Read<MovedIssuer> = shape.members(moved);
const issuerOf = ({ issuer }: MovedIssuer): string => issuer;
const along = { with: shape.sorted(readMoved, issuerOf, 1000) };
const heirs = shape.sorted(shape.members({ ...moved, to: shape.mspId }), issuerOf, 100_000);
const readAnchor: Read<TrustAnchor> = (value, where) => readTrustAnchor(value, where);

const itemReaders: { readonly [Kind in DecisionItem['kind']]: (o: JsonObject, where: string) => void } = {
  type: shape.members({ type: shape.members({ code: shape.code21, name: shape.label }) }),
  issuer: shape.members({ ...moved, name: shape.label, mspId: shape.mspId, types: readTypes }, along),
  succession: shape.members(
    {
      from: shape.code18,
      to: shape.code18,
      under: shape.members({ from: readUnder, to: readUnder }),
    },
    along,
  ),
  anchor: shape.members({ anchor: readAnchor }, { heirs }),
  feature: shape.members({ feature: shape.text(/^[a-z][a-z0-9-]{0,63}$/, 'the name of a feature') }),
};

/** What an item that cannot be used is about, as far as it can be told. */
function aboutOf(item: JsonObject): About | undefined {
  const issuer = legible(shape.code18, item['issuer'] ?? item['from']);
  return issuer === undefined ? undefined : { issuer };
}

/** Reads one item of a decision, whatever it is. */
export function interpretItem(item: JsonObject): ItemReading {
  try {
    readerOf(itemReaders, item['kind'], 'the item')(item, 'the item');
    return { state: 'known', item: item as unknown as DecisionItem };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    if (error.code !== 'VERSION_UNKNOWN')
      return { state: 'unusable', about: aboutOf(item), why: error.message };
    return { state: 'unknown', about: legible(readAbout, item['about']) };
  }
}

const bodies: { readonly [Kind in NetworkBody['kind']]: (o: JsonObject, where: string) => void } = {
  init: shape.members({ anchor: readAnchor }),
  decision: shape.members({
    items: shape.list(shape.open, maxItems, 1),
    proposal: shape.text(/^[0-9a-zA-Z-]{1,64}$/, 'a proposal id'),
    approvedBy: shape.sorted(shape.mspId, own, 100, 1),
  }),
};

/** Checks what a network's record says. @throws FormatError as {@link readTrustAnchor}, `RECORD_MALFORMED` */
export function readNetworkBody(o: JsonObject, where: string): void {
  readerOf(bodies, o['kind'], where)(o, where);
}
