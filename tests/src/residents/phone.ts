import { webcrypto } from 'node:crypto';
import {
  fromBase64Url,
  liveCodeText,
  signLiveCode,
  toBase64Url,
  deviceStatement,
} from '@certbridge/verifier-sdk/formats';
import type { Showing, Sign } from '@certbridge/verifier-sdk/formats';

/** An answer of the API. */
export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** What the service gives a device. */
export interface Credential {
  readonly certId: string;
  readonly cose: string;
  readonly network: string;
  readonly validUntil: string;
}

/** Somebody's session, as a browser has it. */
export class Session {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** A file that the API gives. */
  async file(path: string, body?: unknown): Promise<Uint8Array> {
    const response = await fetch(`${this.#url}/api/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path} was answered by ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  }

  async call(
    method: string,
    path: string,
    body?: unknown,
    { purpose, key }: { readonly purpose?: string; readonly key?: string } = {},
  ): Promise<Answer> {
    const response = await fetch(`${this.#url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(purpose !== undefined && { 'CertBridge-Purpose': encodeURIComponent(purpose) }),
        ...(key !== undefined && { 'Idempotency-Key': key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    const bytes = await response.arrayBuffer();
    return {
      status: response.status,
      body: isJson
        ? (JSON.parse(Buffer.from(bytes).toString()) as Record<string, unknown>)
        : { bytes: bytes.byteLength },
    };
  }
}

/** A device with a key that does not leave it. */
export class Phone {
  readonly #sign: Sign;
  readonly #key: { readonly x: string; readonly y: string };

  private constructor(sign: Sign, key: { readonly x: string; readonly y: string }) {
    this.#sign = sign;
    this.#key = key;
  }

  static async make(): Promise<Phone> {
    const pair = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
    const { x = '', y = '' } = await webcrypto.subtle.exportKey('jwk', pair.publicKey);
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
    const sign: Sign = async (bytes) =>
      new Uint8Array(await webcrypto.subtle.sign(algorithm, pair.privateKey, bytes));
    return new Phone(sign, { x, y });
  }

  /** What it says to have a certificate (certId, hex) bound to its key. */
  async binding(certId: string, at = new Date().toISOString()): Promise<Record<string, unknown>> {
    const signature = await this.#sign(deviceStatement(certId, at));
    return { key: this.#key, at, signature: toBase64Url(signature), label: '红米手机' };
  }

  /** The text of a live code. */
  async show({ cose, network }: Credential, showing: Showing): Promise<string> {
    const live = await signLiveCode(fromBase64Url(cose), showing, { network, sign: this.#sign });
    return liveCodeText(live, 'zheng.example.gov.cn').text;
  }
}
