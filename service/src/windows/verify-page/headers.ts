/**
 * The page's content security policy. It runs only our own files, talks only to its own origin, and
 * cannot be framed. `wasm-unsafe-eval` compiles the QR decoder's WebAssembly and allows no eval;
 * `blob:` shows the holder's photo from an authenticated PDF, whose bytes never leave the page's memory.
 * Trusted Types leave no way from a string to a script but Vue's and the page's own policy.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types vue certbridge',
].join('; ');

/** Of every answer under /v. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': policy,
  'Permissions-Policy': 'camera=(self), geolocation=(), microphone=(), payment=(), usb=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};
