interface ScriptPolicy {
  createScriptURL: (address: string) => unknown;
}
interface PolicyFactory {
  createPolicy: (name: string, rules: { createScriptURL: (address: string) => string }) => ScriptPolicy;
}

const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;

/** Under Trusted Types scripts come through this one policy, which knows no address but our own. */
const policy = factory?.createPolicy('certbridge', {
  createScriptURL(address) {
    if (!address.startsWith(import.meta.env.BASE_URL)) throw new TypeError('not a script of this page');
    return address;
  },
});

/** What `Worker` and `register` take where the browser enforces Trusted Types. */
export function scriptAddress(address: string): unknown {
  return policy ? policy.createScriptURL(address) : address;
}
