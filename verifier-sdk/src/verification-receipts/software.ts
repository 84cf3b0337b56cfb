/** Which software verified; its version is package.json's, which a test compares. */
export const software = 'certbridge-verifier-sdk/0.1.0';
