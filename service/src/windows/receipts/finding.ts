import type { Json, JsonObject } from '@certbridge/verifier-sdk/formats';

/** What a window found, as far as cases go by it. */
export interface Finding {
  readonly verdict: string;
  readonly code: string;
  /** Whether it was a live code 亮证码, of which nothing more can be told once its minute is over. */
  readonly isLive: boolean;
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
  const { certificate } = report;
  const said = {
    verdict: text(report['verdict']),
    code: text(report['code']),
    isLive: report['shown'] !== undefined,
  };
  if (certificate === null || certificate === undefined) return { ...said, certificate: null };
  const { certId, type, name, issuer, validUntil, fields, photo } = object(certificate);
  return {
    ...said,
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
