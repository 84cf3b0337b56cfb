/** Credentials in `forms.json`. */
import { fromBase64Url, toBase64Url, utf8 } from '../formats/bytes.js';
import { flipS } from '../formats/repeatable.fixture.js';
import { sha256 } from '../pdf/handmade.fixture.js';
import { identifierOf } from './codes.fixture.js';
import type { Form } from './form.fixture.js';

interface CredentialParts {
  readonly header: Record<string, unknown>;
  readonly payload: Record<string, unknown>;
  readonly disclosures: string[];
}

/** Credentials whose signature nobody has to verify. */
export function credentials(text: string): Form {
  const [jwt = '', ...rest] = text.split('~');
  const [head = '', body = '', signature = ''] = jwt.split('.');
  const decoded = (part: string): Record<string, unknown> =>
    JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const changed = (change: (parts: CredentialParts) => void): string => {
    const parts = { header: decoded(head), payload: decoded(body), disclosures: rest.slice(0, -1) };
    change(parts);
    const made = [encoded(parts.header), encoded(parts.payload), signature].join('.');
    return [made, ...parts.disclosures, ''].join('~');
  };
  const claims = (more: object): string => changed(({ payload }) => Object.assign(payload, more));
  const disclosing = (...all: readonly unknown[]): string =>
    changed(({ payload, disclosures }) => {
      const added = all.map(encoded);
      disclosures.push(...added);
      const digests = added.map((one) => Buffer.from(sha256(utf8(one))).toString('base64url'));
      payload['_sd'] = [...(payload['_sd'] as string[]), ...digests].sort();
    });
  const signedBy = (bytes: Uint8Array): string => text.replace(signature, toBase64Url(bytes));
  const own = fromBase64Url(signature);
  const salt = 'A'.repeat(22);
  const { nbf, identifier } = decoded(body) as { nbf: number; identifier: string };
  const [first = ''] = rest;
  return {
    accepted: {
      'as it was issued': text,
      'no end': claims({ exp: undefined }),
      'a value of null': disclosing([salt, 'more', null]),
      'a value with null in it': disclosing([salt, 'more', { a: [null] }]),
    },
    refused: {
      'a signature with high s': signedBy(flipS(own)),
      'a signature of 63 octets': signedBy(own.slice(1)),
      'another algorithm': changed(({ header }) => (header['alg'] = 'ES384')),
      'another type of JWT': changed(({ header }) => (header['typ'] = 'vc+sd-jwt')),
      'another algorithm of digests': claims({ _sd_alg: 'sha-512' }),
      'a day of issue that is no midnight': claims({ iat: nbf + 1 }),
      'a beginning that is no midnight': claims({ nbf: nbf + 1 }),
      'an end that is no midnight': claims({ exp: nbf + 86_401 }),
      'a beginning that is a text': claims({ nbf: `${nbf}` }),
      'a beginning that is no whole number': claims({ nbf: nbf + 0.5 }),
      'a beginning beyond all dates': claims({ nbf: 8_640_000_000_001 }),
      'an identifier of another issuer': claims({
        identifier: identifierOf('1', { issuer: '11340000MB7654321B' }),
      }),
      'an identifier of another type': claims({
        identifier: identifierOf('1', { type: '111000000000133400109' }),
      }),
      'an identifier that is cut': claims({ identifier: identifier.slice(0, -2) }),
      'a holder whose field has no name': claims({ holder: { name: '_sd', number: 'x' } }),
      'a holder whose field is no text': claims({ holder: { name: 1, number: 'x' } }),
      'a title of what can be no field': claims({ titles: [['iss', '颁发机构', 'Issuer']] }),
      'a field that is called as a claim': disclosing([salt, 'iss', 'x']),
      'a field whose name is none': disclosing([salt, '1st', 'x']),
      'a field whose name is a number': disclosing([salt, 1, 'x']),
      'a value that hides something': disclosing([salt, 'more', { _sd: [] }]),
      'a value that hides an element': disclosing([salt, 'more', [{ '...': 'x' }]]),
      'a value that hides something within': disclosing([salt, 'more', { a: { _sd: [] } }]),
      'a salt that is short': disclosing([salt.slice(1), 'more', 'x']),
      'a salt that is a number': disclosing([1, 'more', 'x']),
      'a disclosure of four parts': disclosing([salt, 'more', 'x', 'y']),
      'a disclosure of two parts': disclosing([salt, 'more']),
      'a disclosure that is no list': disclosing({ 0: salt, 1: 'more', 2: 'x' }),
      'a field twice': disclosing([salt, 'more', 'x'], [`${salt}A`, 'more', 'y']),
      'a disclosure twice': changed(({ disclosures }) => disclosures.push(first)),
      'a disclosure of no digest': changed(({ disclosures }) =>
        disclosures.push(encoded([salt, 'more', 'x'])),
      ),
      'too many disclosures': disclosing(...Array.from({ length: 129 }, (_, i) => [salt, `f${i}`, i])),
      'what is no ASCII': `${text.slice(0, -1)}\u00e9~`,
      'a key binding that is no ASCII': `${text}\u00e9`,
      'no ~': jwt,
    },
  };
}
