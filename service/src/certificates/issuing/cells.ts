import type { Cell } from '../../people/personal-data/index.js';

/** Where issuing keeps encrypted values: each is bound to its table, column and row. */

export const certificateCell = (
  column: 'fields' | 'pdf' | 'credential' | 'qr',
  certId: Uint8Array,
): Cell => ({
  table: column === 'fields' ? 'certificates' : 'documents',
  column,
  row: hex(certId),
});

export const applicationCell = (batch: string, line: number): Cell => ({
  table: 'applications',
  column: 'fields',
  row: `${batch}/${line}`,
});

/** @param n the problem's number within its statement */
export const shownCell = (batch: string, line: number, n: number): Cell => ({
  table: 'row_problems',
  column: 'shown',
  row: `${batch}/${line}/${n}`,
});

/** @param n the piece's number, from 0 */
export const uploadCell = (batch: string, n: number): Cell => ({
  table: 'uploads',
  column: 'bytes',
  row: `${batch}/${n}`,
});

export const returnReasonCell = (batch: string): Cell => ({
  table: 'batches',
  column: 'return_reason',
  row: batch,
});

/** @param digest SHA-256 of the file */
export const photoCell = (holder: string, digest: Uint8Array): Cell => ({
  table: 'photos',
  column: 'image',
  row: `${holder}/${hex(digest)}`,
});

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
