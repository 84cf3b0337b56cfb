declare module 'virtual:certificate-names' {
  /** Names of the certificate types, by their GB/T 36904 code. */
  const names: Record<string, { zh: string; en: string } | undefined>;
  export default names;
  /** The types' codes by their short names. */
  export const codes: Record<string, string | undefined>;
}
