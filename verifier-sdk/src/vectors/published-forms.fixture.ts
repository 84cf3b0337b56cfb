/** What halls and services publish for whoever checks receipts, in `forms.json`. */
import { canonicalJson, parseJson } from '../formats/json.js';
import type { JsonObject } from '../formats/json.js';
import type { Form } from './form.fixture.js';
import { must } from './must.fixture.js';
import type { VectorSet } from './set.fixture.js';

type Members = Readonly<Record<string, unknown>>;

function published(
  set: VectorSet,
  file: string,
): { readonly of: JsonObject; readonly changed: (more: Members) => string } {
  const of = parseJson(must(set.files.get(`receipts/${file}.json`))) as JsonObject;
  return { of, changed: (more) => canonicalJson({ ...of, ...more } as JsonObject) };
}

export function hallKeys(set: VectorSet): Form {
  const { of, changed } = published(set, 'hall-good');
  const { keys, certificates } = of as {
    readonly keys: readonly Members[];
    readonly certificates: unknown[];
  };
  const [key = {}] = keys;
  return {
    accepted: {
      'as they are published': changed({}),
      'no windows': changed({ certificates: [] }),
      'a member of later software': changed({ note: 1 }),
    },
    refused: {
      'version 0': changed({ v: 0 }),
      'no version': changed({ v: undefined }),
      'a code of 17 characters': changed({ code: '1'.repeat(17) }),
      'no name': changed({ name: '' }),
      'no keys': changed({ keys: [] }),
      'a private key': changed({ keys: [{ ...key, d: 'A'.repeat(43) }] }),
      'a key for encryption': changed({ keys: [{ ...key, use: 'enc' }] }),
      'certificates that are none': changed({ certificates: undefined }),
      'a certificate that is no JWT': changed({ certificates: [...certificates, 'x'] }),
      'no list of revoked windows': changed({ revocations: undefined }),
      'a list that is no JWT': changed({ revocations: 'a.b' }),
      'successions that are no list': changed({ successions: {} }),
      'a succession that is no JWT': changed({ successions: ['a.b.c.d'] }),
      'no object': '[]',
    },
    later: { 'the next version': changed({ v: 2 }) },
  };
}

export function filingProofs(set: VectorSet): Form {
  const { of, changed } = published(set, 'proof-good');
  const { record, head } = of as { readonly record: Members; readonly head: Members };
  const recorded = (more: Members): string => changed({ record: { ...record, ...more } });
  const headed = (more: Members): string => changed({ head: { ...head, ...more } });
  const hash = 'ab'.repeat(32);
  return {
    accepted: {
      'as it was given': changed({}),
      'a path of 64 hashes': changed({ path: Array<string>(64).fill(hash) }),
      'a record about a batch': recorded({
        batch: 'b',
        certificate: '0'.repeat(32),
        subject: '',
        request: 'r',
      }),
    },
    refused: {
      'version 0': changed({ v: 0 }),
      'no version': changed({ v: undefined }),
      'a place below 0': changed({ position: -1 }),
      'no place': changed({ position: undefined }),
      'a path of 65 hashes': changed({ path: Array<string>(65).fill(hash) }),
      'a path of 31 octets': changed({ path: [hash.slice(2)] }),
      'number 0': recorded({ id: 0 }),
      'no time': recorded({ at: undefined }),
      'a member that records have not': recorded({ note: 1 }),
      'no act': recorded({ act: undefined }),
      'an act of 501 characters': recorded({ act: 'x'.repeat(501) }),
      'a line break': recorded({ actor: 'a\nb' }),
      'roles that are a text': recorded({ roles: 'clerk' }),
      'an issuer of 17 characters': recorded({ issuer: '1'.repeat(17) }),
      'no issuer': recorded({ issuer: undefined }),
      'a certificate of 15 octets': recorded({ certificate: '0'.repeat(30) }),
      'nothing filed': recorded({ filed: null }),
      'details that are no hash': recorded({ details: '' }),
      'a head of another version': headed({ v: 2 }),
      'a head of no province': headed({ mspId: '' }),
      'a nonce of 15 octets': headed({ nonce: '0'.repeat(30) }),
      'no attestation': headed({ attestation: undefined }),
      'no object': '[]',
    },
    later: { 'the next version': changed({ v: 2 }) },
  };
}
