/**
 * Walks the imports of all packages: no cycle between files, none between the top folders of a `src`, none between
 * the components of the service's layers, and none of the imports that import-rules.js forbids. dependency-cruiser
 * reads them, because it counts imports of types and reads `.vue`; madge leaves the former out, and the
 * compiler's own parser does not know the latter.
 */
import { cruise } from 'dependency-cruiser';
import { cyclesOf } from './cycles.js';
import { forbidden, TEST_PART } from './import-rules.js';

const SOURCES = [
  'chaincode/src',
  'cli/src',
  'network/src',
  'service/src',
  'service/web',
  'tests/src',
  'verifier-sdk/src',
];

const { output } = await cruise(SOURCES, {
  ruleSet: { forbidden },
  validate: true,
  tsPreCompilationDeps: true,
  doNotFollow: { path: 'node_modules' },
  exclude: { path: '(^|/)(dist|node_modules)/' },
  enhancedResolveOptions: { extensions: ['.ts', '.vue', '.js'] },
});

/** The `src` and the top folder (or file) in it that a path names. */
const topFolder = (path) => /^(?:[^/]+|service\/web\/[^/]+)\/src\/[^/]+/.exec(path)?.[0];
/** A component of one of the service's layers. */
const component = (path) => /^service\/src\/[^/]+\/[^/]+(?=\/)/.exec(path)?.[0];
const sourceOf = (top) => top.slice(0, top.lastIndexOf('/'));

const files = new Map();
const folders = new Map();
const components = new Map();
const add = (graph, from, to) => graph.set(from, (graph.get(from) ?? new Set()).add(to));
for (const { source, dependencies } of output.modules) {
  for (const { resolved } of dependencies) {
    add(files, source, resolved);
    if (TEST_PART.test(source)) continue;
    const [from, to] = [topFolder(source), topFolder(resolved)];
    if (from !== to && from !== undefined && to !== undefined && sourceOf(from) === sourceOf(to)) {
      add(folders, from, to);
    }
    const [one, other] = [component(source), component(resolved)];
    if (one !== other && one !== undefined && other !== undefined) add(components, one, other);
  }
}

const problems = output.summary.violations.map(
  ({ rule, from, to }) =>
    `${rule.name}: ${from} imports ${to}\n  ${forbidden.find(({ name }) => name === rule.name)?.comment}`,
);
for (const [graph, between] of [
  [files, 'files'],
  [folders, 'folders'],
  [components, 'components'],
]) {
  for (const cycle of cyclesOf(graph)) {
    const arrows = cycle.flatMap((from) =>
      [...graph.get(from)].filter((to) => cycle.includes(to)).map((to) => `  ${from} → ${to}`),
    );
    problems.push([`a cycle between ${between}:`, ...arrows].join('\n'));
  }
}

if (output.modules.length < 100)
  problems.push(`only ${output.modules.length} files were read: run it at the top`);
process.stdout.write(problems.map((problem) => `${problem}\n`).join(''));
process.exitCode = problems.length === 0 ? 0 : 1;
