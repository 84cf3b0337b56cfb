/** What an app of the browser side needs beyond its own scripts, styles and requests. */
export interface PageNeeds {
  /** Reads codes or takes photos. */
  readonly camera?: boolean;
  /** Compiles WebAssembly, a decoder of pictures say; allows no eval. */
  readonly wasm?: boolean;
  /** Runs workers: its service worker, the verifier. Their scripts come through the policy `certbridge`. */
  readonly workers?: boolean;
  /** Shows pictures that the service drew into an answer, or that were chosen on the page. */
  readonly pictures?: boolean;
}

/**
 * Headers of every answer of an app. Content security policy: own files and own origin only, nothing inline, no
 * frames; Trusted Types leave no way from a string to a script but Vue's and the app's own policy.
 */
export function pageHeaders(needs: PageNeeds): Readonly<Record<string, string>> {
  const { camera = false, wasm = false, workers = false, pictures = false } = needs;
  const policy = [
    "default-src 'none'",
    wasm ? "script-src 'self' 'wasm-unsafe-eval'" : "script-src 'self'",
    "style-src 'self'",
    pictures ? "img-src 'self' blob: data:" : "img-src 'self' blob:",
    "connect-src 'self'",
    ...(workers ? ["worker-src 'self'", "manifest-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    workers ? 'trusted-types vue certbridge' : 'trusted-types vue',
  ];
  return {
    'Content-Security-Policy': policy.join('; '),
    'Permissions-Policy': `camera=(${camera ? 'self' : ''}), geolocation=(), microphone=(), payment=(), usb=()`,
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  };
}
