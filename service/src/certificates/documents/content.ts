/** A JSON value, as certificate fields have them. */
type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What the page of one certificate shows. */
export interface PageContent {
  readonly type: {
    readonly code: string;
    readonly version: number;
    readonly slug: string;
    readonly name: string;
  };
  readonly layoutVersion: number;
  /** 电子证照标识. */
  readonly identifier: string;
  /** 16 bytes. */
  readonly certId: Uint8Array;
  readonly fields: Readonly<Record<string, Json>>;
  readonly photo?: { readonly bytes: Uint8Array; readonly mediaType: string };
  readonly issuer: { readonly code: string; readonly name: string };
  /** YYYY-MM-DD. */
  readonly issuedOn: string;
  readonly validFrom: string;
  /** Null: 长期. */
  readonly validUntil: string | null;
  /** The two segments of the QR text. */
  readonly qr: { readonly prefix: string; readonly digits: string };
  /** Of a purpose-limited copy 加注件; all else is as on its original, whose issue and validity its page shows. */
  readonly copy?: CopyNote;
}

export interface CopyNote {
  readonly purpose: string;
  readonly user: string;
  /** The original's identifier. */
  readonly of: string;
  /** YYYY-MM-DD: when the copy was made, and its last day. */
  readonly madeOn: string;
  readonly validUntil: string;
}

/** What a certificate's file holds: the page, and the credential attached to it. */
export interface DocumentContent extends PageContent {
  /** SD-JWT, attached as `credential.sd-jwt`. */
  readonly credential: string;
}
