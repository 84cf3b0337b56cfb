import type { Json, JsonObject } from '@certbridge/verifier-sdk/formats';

/** What a window found, as far as cases go by it. */
export interface Finding {
  readonly verdict: string;
  readonly code: string;
  /** Null where nothing was authenticated. */
  readonly certificate: {
    readonly certId: string;
    readonly type: string;
    readonly name: string;
    readonly issuer: string;
    readonly validUntil: string | null;
    /** Those that the window kept; `photo` is there where a photo was seen. */
    readonly fields: Readonly<Record<string, Json>>;
  } | null;
}

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const object = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};

/** Of a report in a receipt; its form is the window's software's, so that what is missing is empty. */
export function readFinding(report: JsonObject): Finding {
  const { verdict, code, certificate } = report;
  if (certificate === null || certificate === undefined) {
    return { verdict: text(verdict), code: text(code), certificate: null };
  }
  const { certId, type, name, issuer, validUntil, fields, photo } = object(certificate);
  return {
    verdict: text(verdict),
    code: text(code),
    certificate: {
      certId: text(certId),
      type: text(type),
      name: text(name),
      issuer: text(object(issuer)['code']),
      validUntil: validUntil === null ? null : text(validUntil),
      fields: { ...object(fields), ...(photo !== undefined && { photo }) },
    },
  };
}
