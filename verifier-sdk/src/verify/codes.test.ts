import { describe, expect, it } from 'vitest';

import { codes } from './codes.js';
import { messageOf } from './messages.js';

describe('codes', () => {
  it('have a message that says what it means and why', () => {
    expect(messageOf('REVOKED', 'en')).toBe('Revoked: The issuer revoked the certificate.');
    expect(messageOf('REVOKED', 'zh')).toBe('证照已吊销：颁发机构已吊销该证照。');
  });

  it('never change: one that was published keeps its name', () => {
    expect(Object.keys(codes).sort()).toMatchInlineSnapshot(`
      [
        "CANCELLED",
        "CHALLENGE_NEEDED",
        "CLOCK_BEHIND",
        "EXPIRED",
        "HOLDER_INPUT_UNUSABLE",
        "HOLDER_MISMATCH",
        "HOLDER_NAME_MISMATCH",
        "HOLDER_NEEDED",
        "HOLDER_NOT_NAMED",
        "HOLDER_NUMBER_MISMATCH",
        "IDENTIFIER_CHECK_VARIANT",
        "ISSUER_NOT_ALLOWED",
        "ISSUER_UNKNOWN",
        "ITEM_NEEDED",
        "KEY_NOT_VALID",
        "LEDGER_EQUIVOCATION",
        "LIVE_CODE_CHALLENGE",
        "LIVE_CODE_ITEM",
        "LIVE_CODE_TIME",
        "LIVE_CODE_USED",
        "NOT_ANCHORED",
        "NOT_A_CERTIFICATE",
        "NOT_SHOWN_LIVE",
        "NOT_YET_VALID",
        "NO_QR_CODE",
        "OK",
        "PAGE_DIFFERS",
        "PDF_LOCKED",
        "PDF_TOO_LARGE",
        "PDF_UNREADABLE",
        "PDF_WITHOUT_SIGNATURE",
        "PICTURE_TOO_LARGE",
        "PICTURE_UNREADABLE",
        "QR_CODE_ONLY",
        "READ_AGAIN",
        "RECEIPT_MISSING",
        "RECEIPT_UNUSABLE",
        "RECORD_UNUSABLE",
        "REVOKED",
        "SIGNATURE_DAMAGED",
        "SIGNATURE_INVALID",
        "SKIPPED",
        "STATUS_STALE",
        "STATUS_UNKNOWN",
        "STRUCTURE_REFUSED",
        "SUPERSEDED",
        "SUSPENDED",
        "TIMESTAMP_UNUSABLE",
        "TRANSFERRED",
        "UPDATE_NEEDED",
        "WALLET_NOT_VALID",
      ]
    `);
  });
});
