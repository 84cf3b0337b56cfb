import type { Json, JsonObject } from '../formats/json.js';
import { Shape } from '../formats/shape.js';
import { codes } from '../verify/codes.js';
import type { Code } from '../verify/codes.js';
import { withoutPhoto } from '../verify/report.js';
import type { Report, ReportedCertificate, ReportedPhoto, ReportedIssuer } from '../verify/report.js';

/** A report as a window may keep it, and the names of what it left out. */
export interface Recorded {
  readonly report: Report;
  readonly withheld: readonly string[];
}

/** The report with the chosen fields only, and of the photo its SHA-256: what a window need not keep, it must not keep (PIPL Article 6). */
export function withFields(verified: Report, chosen: readonly string[] | 'all'): Recorded {
  const report = withoutPhoto(verified);
  const { certificate } = report;
  if (certificate === null || chosen === 'all') return { report, withheld: [] };
  const entries = Object.entries(certificate.fields);
  const isKept = ([name]: readonly [string, Json]): boolean => chosen.includes(name);
  return {
    report: {
      ...report,
      certificate: { ...certificate, fields: Object.fromEntries(entries.filter(isKept)) },
    },
    withheld: entries
      .filter((entry) => !isKept(entry))
      .map(([name]) => name)
      .sort(),
  };
}

const shape = new Shape('VERIFICATION_RECEIPT_MALFORMED');
const verdict = shape.one('valid', 'invalid', 'indeterminate');
const checkName = shape.one('integrity', 'issuer', 'anchoring', 'status', 'validity', 'holder');
const outcome = shape.one('pass', 'fail', 'unknown', 'skipped');
const message = shape.text(/^[^\p{Cc}]{1,1000}$/u, 'a message');
const allCodes = Object.keys(codes) as Code[];
const code = shape.one(...allCodes);
const codeList = shape.list(code, allCodes.length);

const checks = shape.list((value, where) => {
  const o = shape.object(value, where, ['name', 'outcome', 'code', 'message']);
  return {
    name: checkName(o['name'], where),
    outcome: outcome(o['outcome'], where),
    code: code(o['code'], where),
    message: message(o['message'], where),
  };
}, 16);

/**
 * Reads a report out of a receipt: verdict, code and checks strictly, because people act on them; the
 * certificate and the freshness as they were recorded.
 */
export function readReport(value: JsonObject): Report {
  const where = 'the report';
  const o = shape.object(value, where, [
    'verdict',
    'code',
    'message',
    'checks',
    'certificate',
    'asOf',
    'notes',
  ]);
  return {
    verdict: verdict(o['verdict'], `${where}.verdict`),
    code: code(o['code'], `${where}.code`),
    message: message(o['message'], `${where}.message`),
    checks: checks(o['checks'], `${where}.checks`),
    certificate: readCertificate(o['certificate']),
    asOf: readAsOf(o['asOf']),
    notes: codeList(o['notes'], `${where}.notes`),
  };
}

function readAsOf(value: Json | undefined): Report['asOf'] {
  if (value === null) return null;
  const where = 'the report.asOf';
  const o = shape.object(value, where, ['beat', 'checkpoint', 'received']);
  return {
    beat: o['beat'] === null ? null : shape.instant(o['beat'], where),
    checkpoint: shape.instant(o['checkpoint'], where),
    received: shape.instant(o['received'], where),
  };
}

const optional = ['titles', 'photo', 'copy', 'successor', 'replacedFrom', 'missingOnPage'];
const members = ['certId', 'identifier', 'type', 'name', 'issuer', 'validFrom', 'validUntil', 'fields'];

const readDate = shape.text(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/, 'a date YYYY-MM-DD');

const readTitles = shape.list((value, where) => {
  const o = shape.object(value, where, ['field', 'zh', 'en']);
  return {
    field: shape.label(o['field'], where),
    zh: shape.label(o['zh'], where),
    en: shape.label(o['en'], where),
  };
}, 128);

const readPageFields = shape.list(
  shape.one('name', 'identifier', 'holderName', 'holderNumber', 'validity'),
  5,
);

function readCertificate(value: Json | undefined): ReportedCertificate | null {
  if (value === null) return null;
  const where = 'the report.certificate';
  const o = shape.object(value, where, [...members, ...optional]);
  const text = (of: Json | undefined): string => shape.label(of, where);
  const textOrNull = (of: Json | undefined): string | null => (of === null ? null : text(of));
  const { titles, photo, copy, successor, replacedFrom, missingOnPage, fields } = o;
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
    throw shape.wrong(`${where}.fields`, 'an object');
  return {
    certId: shape.hex32(o['certId'], where),
    identifier: text(o['identifier']),
    type: shape.code21(o['type'], where),
    name: text(o['name']),
    issuer: readIssuer(o['issuer']),
    validFrom: text(o['validFrom']),
    validUntil: textOrNull(o['validUntil']),
    fields: fields as JsonObject,
    ...(titles !== undefined && { titles: readTitles(titles, `${where}.titles`) }),
    ...(photo !== undefined && { photo: readPhoto(photo) }),
    ...(copy !== undefined && { copy: readCopy(copy) }),
    ...(successor !== undefined && { successor: readSuccessor(successor) }),
    ...(replacedFrom !== undefined && { replacedFrom: readDate(replacedFrom, where) }),
    ...(missingOnPage !== undefined && {
      missingOnPage: readPageFields(missingOnPage, `${where}.missingOnPage`),
    }),
  };
}

const readNames = shape.list((value, where) => shape.label(value, where), 128);

function readIssuer(value: Json | undefined): ReportedIssuer {
  const where = 'the report.certificate.issuer';
  const o = shape.object(value, where, ['code', 'name', 'nameNow', 'formerNames']);
  const { name, nameNow, formerNames } = o;
  return {
    code: shape.code18(o['code'], where),
    name: name === null ? null : shape.label(name, where),
    ...(nameNow !== undefined && { nameNow: shape.label(nameNow, where) }),
    ...(formerNames !== undefined && { formerNames: readNames(formerNames, where) }),
  };
}

const sha256Hex = shape.text(/^[0-9a-f]{64}$/, '32 bytes in lower-case hex');
const mediaType = shape.one('image/jpeg', 'image/png');

function readPhoto(value: Json): ReportedPhoto {
  const where = 'the report.certificate.photo';
  const o = shape.object(value, where, ['mediaType', 'sha256', 'orientation']);
  const { orientation } = o;
  if (typeof orientation !== 'number' || !(orientation >= 1 && orientation <= 8))
    throw shape.wrong(`${where}.orientation`, 'a number from 1 to 8');
  return {
    mediaType: mediaType(o['mediaType'], where),
    sha256: sha256Hex(o['sha256'], where),
    orientation,
  };
}

function readCopy(value: Json): NonNullable<ReportedCertificate['copy']> {
  const where = 'the report.certificate.copy';
  const o = shape.object(value, where, ['of', 'purpose', 'user']);
  return {
    of: shape.hex32(o['of'], where),
    purpose: shape.label(o['purpose'], where),
    user: shape.label(o['user'], where),
  };
}

function readSuccessor(value: Json): NonNullable<ReportedCertificate['successor']> {
  const where = 'the report.certificate.successor';
  const o = shape.object(value, where, ['issuer', 'cert', 'state', 'identifier']);
  return {
    issuer: shape.code18(o['issuer'], where),
    cert: shape.hex32(o['cert'], where),
    state: o['state'] === null ? null : shape.label(o['state'], where),
    ...(o['identifier'] !== undefined && { identifier: shape.label(o['identifier'], where) }),
  };
}
