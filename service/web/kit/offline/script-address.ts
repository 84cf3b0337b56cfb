interface ScriptPolicy {
  createScriptURL: (address: string) => unknown;
}
interface PolicyFactory {
  createPolicy: (name: string, rules: { createScriptURL: (address: string) => string }) => ScriptPolicy;
}

const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
let policy: ScriptPolicy | undefined;

/**
 * What `Worker` and `register` take where the browser enforces Trusted Types: scripts come through one policy,
 * which knows no address but those of its own app. An app without workers may not make the policy, and never does.
 */
export function scriptAddress(address: string): unknown {
  policy ??= factory?.createPolicy('certbridge', {
    createScriptURL(script) {
      if (!script.startsWith(import.meta.env.BASE_URL)) throw new TypeError('not a script of this app');
      return script;
    },
  });
  return policy ? policy.createScriptURL(address) : address;
}
