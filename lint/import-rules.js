/** What no import may do; every rule is checked over the files of all packages, imports of types counted. */
export const forbidden = [
  {
    name: 'embedded-and-fabric-share-no-code',
    comment:
      'Either can be changed or removed alone: what both need lies in the other folders of network/src.',
    severity: 'error',
    from: { path: '^network/src/(embedded|fabric)/' },
    to: { path: '^network/src/(embedded|fabric)/', pathNot: '^network/src/$1/' },
  },
  {
    name: 'packages-by-their-exports',
    comment: 'Another package is entered through the exports in its package.json.',
    severity: 'error',
    from: { path: '^(chaincode|network|service|tests|verifier-sdk)/' },
    to: {
      path: '^(chaincode|network|service|tests|verifier-sdk)/',
      pathNot: '^$1/',
      dependencyTypes: ['local'],
    },
  },
  {
    name: 'apps-by-the-kit-only',
    comment:
      'Apps of service/web never import one another; what they share lies in web/kit, which knows no app.',
    severity: 'error',
    from: { path: '^service/web/([^/]+)/' },
    to: { path: '^service/web/', pathNot: '^service/web/($1|kit|build)/' },
  },
];

/** What only tests run: a folder's tests may use the folders above it. */
export const TEST_PART =
  /\.(test|fixture)\.ts$|^chaincode\/src\/unit-ledger\/|^network\/src\/embedded\/testing\//;

/** Cycles that stand until their mending has landed. An entry that is no cycle any more is an error too. */
export const knownCycles = [
  ['service/src/demo/demo.ts', 'service/src/demo/story.ts'],
  ['coarse', 'outline', 'truetype'].map((name) => `service/src/certificates/documents/fonts/${name}.ts`),
  ['claim', 'copies', 'mint', 'save'].map((name) => `service/src/certificates/issuing/${name}.ts`),
  ['frame', 'verdict'].map((name) => `service/web/verify/src/${name}`),
  ['formats', 'platform'].map((name) => `verifier-sdk/src/${name}`),
];
