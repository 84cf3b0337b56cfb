import { resolve } from 'node:path';
import { define } from './define.js';
import { text } from './values.js';

export const tlsDefinitions = {
  CERTBRIDGE_TLS_CERTIFICATE: define(
    text.optional(),
    'the path of a PEM file with the certificate of this server and those of its issuers',
    'serves by TLS itself, at least 1.2; read again when it changes. Unset, plain http, for a proxy in front',
  ),
  CERTBRIDGE_TLS_KEY: define(
    text.optional(),
    'the path of a PEM file with the private key of that certificate',
    'the key of that certificate',
  ),
};

/** Files of the server's own certificate and key (PEM), absolute. */
export interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
}

interface Values {
  readonly CERTBRIDGE_TLS_CERTIFICATE?: string | undefined;
  readonly CERTBRIDGE_TLS_KEY?: string | undefined;
}

export function tlsFaults({
  CERTBRIDGE_TLS_CERTIFICATE: certificate,
  CERTBRIDGE_TLS_KEY: key,
}: Values): string[] {
  return (certificate === undefined) === (key === undefined)
    ? []
    : ['CERTBRIDGE_TLS_CERTIFICATE and CERTBRIDGE_TLS_KEY go together: set both or neither.'];
}

export function tlsOf({
  CERTBRIDGE_TLS_CERTIFICATE: certificate,
  CERTBRIDGE_TLS_KEY: key,
}: Values): TlsFiles | undefined {
  return certificate === undefined || key === undefined
    ? undefined
    : { certificate: resolve(certificate), key: resolve(key) };
}
