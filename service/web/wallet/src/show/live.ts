import { fromBase64Url, liveCodeText, signLiveCode } from '@certbridge/verifier-sdk/formats';
import { create } from 'qrcode';
import { onScopeDispose, shallowRef, watchEffect } from 'vue';
import type { Ref } from 'vue';
import { signer } from '../device/key';
import { keep } from '../device/store';
import type { Carried } from '../device/store';

/** A code as it is drawn: the outlines of its dark modules, and how many modules it is wide. */
export interface DrawnCode {
  readonly path: string;
  readonly size: number;
  /** The text that it says, which a keyboard scanner types. */
  readonly text: string;
}

/** A window takes a code for a minute: it is renewed well before, so that what is read is never old. */
const RENEWED_MS = 20_000;

export interface Asked {
  readonly item: string;
  /** Four digits, or nothing. */
  readonly challenge: string;
  /** Of this device; a passkey that wraps it is asked once for a showing. */
  readonly key: CryptoKeyPair;
}

/** A live code that renews itself, with no network. */
export function useLiveCode(carried: Ref<Carried>, asked: Ref<Asked>) {
  const drawn = shallowRef<DrawnCode>();
  let latest = 0;
  const renew = async (): Promise<void> => {
    const mine = ++latest;
    const { credential } = carried.value;
    const { item, challenge, key } = asked.value;
    const at = new Date();
    const showing = { at, item, ...(challenge === '' ? {} : { challenge }) };
    const cose = fromBase64Url(credential.cose);
    const live = await signLiveCode(cose, showing, { network: credential.network, sign: signer(key) });
    const { prefix, digits, text } = liveCodeText(live, credential.address.host, credential.address.scheme);
    if (mine === latest) drawn.value = { ...draw(prefix, digits), text };
  };
  watchEffect(() => void renew());
  const timer = setInterval(() => void renew(), RENEWED_MS);
  onScopeDispose(() => {
    latest = Infinity;
    clearInterval(timer);
  });
  return drawn;
}

/** Into this device's own list: a window that is offline tells nobody else. */
export async function rememberShowing(certificate: string, item: string): Promise<void> {
  const at = new Date().toISOString();
  await keep('showing', at, { at, certificate, item });
}

function draw(prefix: string, digits: string): Pick<DrawnCode, 'path' | 'size'> {
  const { modules } = create(
    [
      { data: new TextEncoder().encode(prefix), mode: 'byte' },
      { data: digits, mode: 'numeric' },
    ] as never,
    { errorCorrectionLevel: 'M' },
  );
  const { size, data } = modules;
  let path = '';
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) if (data[y * size + x]) path += `M${x} ${y}h1v1h-1z`;
  }
  return { path, size };
}
