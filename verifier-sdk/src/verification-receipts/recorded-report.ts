import type { JsonObject } from '../formats/json.js';
import { Shape } from '../formats/shape.js';
import type { Read } from '../formats/shape.js';
import { codes } from '../verify/codes.js';
import type { Code } from '../verify/codes.js';
import type { ReportedShowing } from '../verify/showing.js';
import type { Report, ReportedCertificate, ReportedPhoto, ReportedIssuer } from '../verify/report.js';

const shape = new Shape('VERIFICATION_RECEIPT_MALFORMED');
const allCodes = Object.keys(codes) as Code[];
const code = shape.one(...allCodes);
const message = shape.text(/^[^\p{Cc}]{1,1000}$/u, 'a message');

const readCheck = shape.exactly(
  {
    name: shape.one('integrity', 'issuer', 'anchoring', 'status', 'validity', 'holder', 'showing'),
    outcome: shape.one('pass', 'fail', 'unknown', 'skipped'),
    code,
    message,
  },
  { characters: shape.list(shape.text(/^U\+[0-9A-F]{4,6}$/, 'a code point'), 8) },
);

const readIssuer: Read<ReportedIssuer> = shape.exactly(
  { code: shape.code18, name: shape.orNull(shape.label) },
  { nameNow: shape.label, formerNames: shape.list(shape.label, 128) },
);

const readPhoto: Read<ReportedPhoto> = shape.exactly({
  mediaType: shape.one('image/jpeg', 'image/png'),
  sha256: shape.hash,
  orientation: shape.one(1, 2, 3, 4, 5, 6, 7, 8),
});

const readCertificate: Read<ReportedCertificate> = shape.exactly(
  {
    certId: shape.hex32,
    identifier: shape.label,
    type: shape.code21,
    name: shape.label,
    issuer: readIssuer,
    validFrom: shape.label,
    validUntil: shape.orNull(shape.label),
    fields: shape.open,
  },
  {
    titles: shape.list(shape.exactly({ field: shape.label, zh: shape.label, en: shape.label }), 128),
    photo: readPhoto,
    copy: shape.exactly({ of: shape.hex32, purpose: shape.label, user: shape.label }),
    successor: shape.exactly(
      { issuer: shape.code18, cert: shape.hex32, state: shape.orNull(shape.label) },
      { identifier: shape.label },
    ),
    replacedFrom: shape.text(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/, 'a date YYYY-MM-DD'),
    missingOnPage: shape.list(shape.one('name', 'identifier', 'holderName', 'holderNumber', 'validity'), 5),
  },
);

const readTruth = shape.one(true, false);

const readSeconds: Read<number> = (value, where) => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw shape.wrong(where, 'whole seconds');
  return value;
};

const readShowing: Read<ReportedShowing> = shape.exactly(
  {
    way: shape.one('live-code'),
    at: shape.instant,
    secondsAgo: readSeconds,
    item: shape.label,
    challenged: readTruth,
    key: shape.one('software', 'attested'),
    device: shape.kid,
    of: shape.hex32,
    again: readTruth,
  },
  { delegate: shape.exactly({ name: shape.label, number: shape.label }) },
);

const members = {
  verdict: shape.one('valid', 'invalid', 'indeterminate'),
  code,
  message,
  checks: shape.list(readCheck, 16),
  certificate: shape.orNull(readCertificate),
  asOf: shape.orNull(
    shape.exactly({
      beat: shape.orNull(shape.instant),
      checkpoint: shape.instant,
      received: shape.instant,
    }),
  ),
  notes: shape.list(code, allCodes.length),
};
const readMembers: Read<Report> = shape.exactly(members, { shown: readShowing });

/**
 * Reads a report out of a receipt: verdict, code and checks strictly, because people act on them; the
 * certificate and the freshness as they were recorded.
 */
export function readReport(value: JsonObject): Report {
  return readMembers(value, 'the report');
}
