/** The layers of service/src: each may use those before it. `start` and `demo` have no components. */
const LAYERS = [
  'platform',
  'people',
  'ledger',
  'certificates',
  'windows',
  'residents',
  'upkeep',
  'start',
  'demo',
];

/** What only tests run: a folder's tests may use the folders above it. */
export const TEST_PART =
  /\.(test|fixture)\.ts$|^chaincode\/src\/unit-ledger\/|^network\/src\/embedded\/testing\//;

/** What others may import of a component; its fixtures are for tests. */
const DOORS = '/(index|schemas)\\.ts$|\\.fixture\\.ts$';

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
    from: { path: '^(chaincode|cli|network|service|tests|verifier-sdk)/' },
    to: {
      path: '^(chaincode|cli|network|service|tests|verifier-sdk)/',
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
  ...LAYERS.slice(0, -1).map((layer, at) => ({
    name: `${layer}-uses-no-later-layer`,
    comment: `The layers of service/src use those before them only: ${LAYERS.join(', ')}.`,
    severity: 'error',
    from: { path: `^service/src/${layer}/`, pathNot: TEST_PART.source },
    to: { path: `^service/src/(${LAYERS.slice(at + 1).join('|')})/` },
  })),
  {
    name: 'fixtures-in-tests-only',
    comment: 'A fixture is part of the tests.',
    severity: 'error',
    from: { path: '^service/src/', pathNot: TEST_PART.source },
    to: { path: '\\.fixture\\.ts$' },
  },
  {
    name: 'components-by-their-index',
    comment: 'Another component of service/src is entered through its index.ts, or its schemas.ts.',
    severity: 'error',
    from: { path: '^service/src/([^/]+)/([^/]+)/' },
    to: { path: '^service/src/[^/]+/[^/]+/', pathNot: ['^service/src/$1/$2/', DOORS] },
  },
  {
    name: 'layers-by-their-index',
    comment: 'Another layer of service/src is entered through an index.ts, or a schemas.ts.',
    severity: 'error',
    from: { path: '^service/src/([^/]+)/[^/]+\\.ts$' },
    to: { path: '^service/src/', pathNot: ['^service/src/$1/', DOORS] },
  },
];
