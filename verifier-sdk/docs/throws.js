// Names what is exported, can throw and does not say so by @throws: whatever throws an error of ours, and whatever
// calls such a function where no catch keeps it. src/docs.test.ts runs it.
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { URL, fileURLToPath } from 'node:url';

import ts from 'typescript';

const source = (file) => fileURLToPath(new URL(`../src/${file}`, import.meta.url));
const { exports } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
/** The sources of what the package exports. */
const entries = Object.values(exports).flatMap(({ types }) =>
  types === undefined ? [] : [types.replace('./dist/', '').replace(/\.d\.ts$/, '.ts')],
);

const config = fileURLToPath(new URL('../tsconfig.json', import.meta.url));
const { options } = ts.getParsedCommandLineOfConfigFile(config, {}, ts.sys);
const program = ts.createProgram(entries.map(source), { ...options, noEmit: true });
const checker = program.getTypeChecker();
const isOurs = (node) => node.getSourceFile().fileName.includes('/verifier-sdk/src/');

/** The declaration with the body of what is called, where it is ours. */
function calledBy(node) {
  const declaration = checker.getResolvedSignature(node)?.declaration;
  if (declaration?.body && isOurs(declaration)) return declaration;
  // A constructor that is not written out runs what initialises the members.
  if (!ts.isNewExpression(node)) return undefined;
  const symbol = checker.getTypeAtLocation(node.expression).symbol;
  return symbol?.declarations?.find((one) => ts.isClassDeclaration(one) && isOurs(one));
}

/** The error class of ours that is thrown; undefined where it is another's, or known only at run time. */
function classOf(expression) {
  const { symbol } = checker.getTypeAtLocation(expression);
  return symbol?.declarations?.some(isOurs) ? symbol : undefined;
}

const superclassesOf = (symbol) => [
  symbol,
  ...checker
    .getDeclaredTypeOfSymbol(symbol)
    .getBaseTypes()
    .flatMap(({ symbol: base }) => superclassesOf(base)),
];

/** Whether `error instanceof Class` stands in an expression, and of which class. */
function askedIn(expression, name) {
  const asked = [];
  const visit = (node) => {
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword &&
      node.left.getText() === name
    )
      asked.push(checker.getTypeAtLocation(node.right).symbol);
    ts.forEachChild(node, visit);
  };
  visit(expression);
  return asked;
}

/** What a catch lets through: by `if (error instanceof A) throw error` only A, by any other `throw error` all but what it asks for. */
function filterOf({ variableDeclaration, block }) {
  const name = variableDeclaration?.name.getText();
  const isOf = (thrown, classes) => superclassesOf(thrown).some((one) => classes.includes(one));
  const filters = [];
  const visit = (node) => {
    if (ts.isThrowStatement(node) && node.expression.getText() === name) {
      const { parent } = node;
      const only = ts.isIfStatement(parent) ? askedIn(parent.expression, name) : [];
      const isNegated = ts.isIfStatement(parent) && parent.expression.getText().startsWith('!');
      if (only.length > 0 && !isNegated) filters.push((thrown) => isOf(thrown, only));
      else filters.push((thrown) => !isOf(thrown, askedIn(block, name)));
    }
    ts.forEachChild(node, visit);
  };
  visit(block);
  return (thrown) => filters.some((passes) => passes(thrown));
}

/** What a body throws, and what it calls, each with what the catches about it let through; callbacks count as its own. */
function findings(declaration) {
  const found = { thrown: new Set(), calls: [] };
  const visit = (node, passes) => {
    // Methods of an object that is made here run later, when somebody calls them.
    if (ts.isPropertyAssignment(node) && ts.isArrowFunction(node.initializer)) return;
    // What is done under its guard, a mirror's sync tells and does not throw.
    if (ts.isCallExpression(node) && node.expression.name?.text === '#guarded') return;
    if (ts.isTryStatement(node) && node.catchClause) {
      const passesCatch = filterOf(node.catchClause);
      visit(node.tryBlock, (thrown) => passesCatch(thrown) && passes(thrown));
      visit(node.catchClause, passes);
      if (node.finallyBlock) visit(node.finallyBlock, passes);
      return;
    }
    if (ts.isThrowStatement(node)) {
      const thrown = classOf(node.expression);
      if (thrown && passes(thrown)) found.thrown.add(thrown);
    }
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const called = calledBy(node);
      if (called) found.calls.push({ called, passes });
    }
    ts.forEachChild(node, (child) => visit(child, passes));
  };
  const parts = ts.isClassDeclaration(declaration)
    ? declaration.members.flatMap((member) => (ts.isPropertyDeclaration(member) ? [member.initializer] : []))
    : [declaration.body];
  for (const part of parts) if (part) visit(part, () => true);
  return found;
}

/** What can be thrown by a declaration that is exported, or called by one: grows until nothing is added. */
function thrownBy(exportedBodies) {
  const reached = new Map();
  const reach = (declaration) => {
    if (reached.has(declaration)) return;
    const found = findings(declaration);
    reached.set(declaration, found);
    for (const { called } of found.calls) reach(called);
  };
  exportedBodies.forEach(reach);
  /** @returns whether anything was added */
  const grow = ({ thrown, calls }) => {
    const before = thrown.size;
    for (const { called, passes } of calls)
      for (const one of reached.get(called).thrown) if (passes(one)) thrown.add(one);
    return thrown.size > before;
  };
  while ([...reached.values()].map(grow).includes(true));
  return (declaration) => [...reached.get(declaration).thrown].map(({ name }) => name).sort();
}

const textOfThrows = (node) =>
  ts
    .getJSDocTags(node)
    .filter(({ tagName }) => tagName.text === 'throws')
    .map((tag) => tag.getText())
    .join('\n');
const isHidden = (node) =>
  (node.name && ts.isPrivateIdentifier(node.name)) ||
  ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Private ||
  ts.getJSDocTags(node).some(({ tagName }) => tagName.text === 'internal');

/** What a caller can call of an exported value: name, declaration with a body, where its comment stands. */
function callables(name, declaration) {
  if (ts.isFunctionDeclaration(declaration)) return [[name, declaration, declaration]];
  if (ts.isVariableDeclaration(declaration)) {
    const value = declaration.initializer;
    return value && (ts.isArrowFunction(value) || ts.isFunctionExpression(value))
      ? [[name, value, declaration.parent.parent]]
      : [];
  }
  if (!ts.isClassDeclaration(declaration)) return [];
  return declaration.members
    .filter((member) => member.body && !isHidden(member))
    .map((member) => [`${name}.${member.name?.getText() ?? 'constructor'}`, member, member]);
}

const exported = new Map(
  entries
    .flatMap((entry) =>
      checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(source(entry)))),
    )
    .map((symbol) => [
      symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
      symbol.name,
    ]),
);

/** The methods of our classes behind exported interfaces, whose comments stand in the interface. */
function behindInterfaces() {
  const found = [];
  const visit = (node) => {
    if (ts.isClassDeclaration(node)) {
      for (const { expression } of (node.heritageClauses ?? []).flatMap(({ types }) => types)) {
        const symbol = checker.getTypeAtLocation(expression).symbol;
        if (!exported.has(symbol)) continue;
        for (const { name, body } of node.members) {
          const member = body && name && symbol.members?.get(name.getText());
          const [declared] = member?.declarations ?? [];
          if (declared) found.push([`${exported.get(symbol)}.${name.getText()}`, body.parent, declared]);
        }
      }
    }
    ts.forEachChild(node, visit);
  };
  program.getSourceFiles().filter(isOurs).forEach(visit);
  return found;
}

const all = [...exported]
  .flatMap(([symbol, name]) => (symbol.declarations ?? []).flatMap((one) => callables(name, one)))
  .concat(behindInterfaces());
const thrown = thrownBy(all.map(([, body]) => body));
for (const [name, body, documented] of all) {
  const said = textOfThrows(documented);
  const unsaid = thrown(body).filter((one) => !said.includes(one));
  if (unsaid.length > 0)
    process.stdout.write(`${name} can throw ${unsaid.join(', ')}, and no @throws says so\n`);
}
