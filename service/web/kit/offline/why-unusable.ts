/**
 * Why this browser cannot check anything here: it was opened without encryption, when it withholds
 * WebCrypto, or it lacks what the verifier is made with. Of browsers that can, all since 2023 have it.
 */
export function whyUnusable(): 'insecure' | 'old' | null {
  if (!isSecureContext) return 'insecure';
  const isNew =
    'subtle' in crypto &&
    'locks' in navigator &&
    'timeout' in AbortSignal &&
    ['DecompressionStream', 'TransformStream', 'OffscreenCanvas', 'indexedDB', 'Worker'].every(
      (name) => name in globalThis,
    );
  return isNew ? null : 'old';
}
