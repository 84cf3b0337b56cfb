declare module 'virtual:certificate-titles' {
  /** Names of the certificate types and their fields, by the type's GB/T 36904 code. */
  const titles: Record<
    string,
    { zh: string; en: string; fields: Record<string, { zh: string; en: string } | undefined> } | undefined
  >;
  export default titles;
}
