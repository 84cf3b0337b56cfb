// Writes docs/api.md from the declarations that the compiler made of the sources, comments and all.
// `npm run docs -w @certbridge/verifier-sdk`; with --check it only says whether the page is up to date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { URL, fileURLToPath } from 'node:url';

import ts from 'typescript';

const page = new URL('api.md', import.meta.url);
const entries = {
  '@certbridge/verifier-sdk': 'index.d.ts',
  '@certbridge/verifier-sdk/node': 'node/index.d.ts',
  '@certbridge/verifier-sdk/indexeddb': 'mirror/indexeddb.d.ts',
  '@certbridge/verifier-sdk/stored-feed': 'mirror/stored-feed.d.ts',
  '@certbridge/verifier-sdk/image': 'image/index.d.ts',
  '@certbridge/verifier-sdk/rendering': 'rendering/index.d.ts',
  '@certbridge/verifier-sdk/formats': 'formats/index.d.ts',
  '@certbridge/verifier-sdk/der': 'der/public.d.ts',
};
const pathOf = (file) => fileURLToPath(new URL(`../dist/${file}`, import.meta.url));
const program = ts.createProgram(Object.values(entries).map(pathOf), {
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
  types: [],
});
const checker = program.getTypeChecker();

/** The comment above a declaration, its tags as sentences. Everything that is exported has one. */
function commentOf(symbol) {
  const text = ts
    .displayPartsToString(symbol.getDocumentationComment(checker))
    .replaceAll(/\{@link (\w+)\}/g, '`$1`');
  if (text === '') throw new Error(`${symbol.name} is exported and says nothing of itself`);
  const tags = symbol.getJsDocTags(checker).map(({ name, text: parts }) => {
    const content = ts.displayPartsToString(parts).trim();
    if (name === 'example')
      return `\n\`\`\`ts\n${content.replaceAll('```ts\n', '').replaceAll('\n```', '')}\n\`\`\``;
    return name === 'internal'
      ? undefined
      : `\n_${{ throws: 'Throws', returns: 'Returns' }[name] ?? name}:_ ${content}`;
  });
  return [text, ...tags].filter(Boolean).join('\n');
}

/** What is meant for callers: not what is private or marked as internal. */
function isShown(member) {
  const isHidden =
    ts.isPrivateIdentifier(member.name ?? member) ||
    ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private;
  return !isHidden && !ts.getJSDocTags(member).some(({ tagName }) => tagName.text === 'internal');
}

const isOwn = (node) => !program.isSourceFileDefaultLibrary(node.getSourceFile());

/** The object types that a type consists of: itself, or the parts of a union. */
const objectsOf = (type) => (type.isUnion() ? type.types.flatMap(objectsOf) : [type]);

/** Members of an exported type, inherited ones and those of object types within too, that say nothing of themselves. */
function bareMembers(name, symbol) {
  const isType = symbol.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.Class | ts.SymbolFlags.TypeAlias);
  if (!isType) return [];
  const bare = new Set();
  const visit = (type, path) => {
    for (const property of objectsOf(type).flatMap((object) => checker.getPropertiesOfType(object))) {
      const [node] = property.declarations ?? [];
      if (!node || !isOwn(node) || !isShown(node) || ts.isEnumMember(node)) continue;
      const says = ts.displayPartsToString(property.getDocumentationComment(checker));
      if (says === '') bare.add(`${path}.${property.name}`);
      if (node.type && ts.isTypeLiteralNode(node.type))
        visit(checker.getTypeAtLocation(node.type), `${path}.${property.name}`);
    }
  };
  visit(checker.getDeclaredTypeOfSymbol(symbol), name);
  return [...bare];
}

function declarationOf(node) {
  const source = node.getSourceFile();
  const statement = ts.isVariableDeclaration(node) ? node.parent.parent : node;
  const hidden = ts.isClassDeclaration(statement)
    ? statement.members.filter((member) => !isShown(member))
    : [];
  let text = statement.getText(source);
  for (const member of hidden.toReversed()) {
    const from = member.getFullStart() - statement.getStart(source);
    text = text.slice(0, from) + text.slice(member.getEnd() - statement.getStart(source));
  }
  return text.replace(/^export /, '').replace(/^declare /, '');
}

/** In the order of the index: what is met first stands first. */
const exportsOf = (file) => {
  const source = program.getSourceFile(pathOf(file));
  return checker
    .getExportsOfModule(checker.getSymbolAtLocation(source))
    .map((symbol) =>
      symbol.flags & ts.SymbolFlags.Alias
        ? [symbol.name, checker.getAliasedSymbol(symbol)]
        : [symbol.name, symbol],
    );
};

function section([name, symbol]) {
  const [node] = symbol.declarations;
  const isLong = ts.isVariableDeclaration(node) && node.getText().length > 2000;
  const code = isLong
    ? `const ${name}: …; // the table of codes in the README`
    : declarationOf(node).replace(`function ${symbol.name}(`, `function ${name}(`);
  return [`### \`${name}\``, '', commentOf(symbol), '', '```ts', code, '```', ''].join('\n');
}

function render() {
  const parts = [
    '# API of @certbridge/verifier-sdk',
    '',
    '<!-- prettier-ignore-start -->',
    '<!-- Made from the sources: npm run docs -w @certbridge/verifier-sdk -->',
    '',
  ];
  for (const [entry, file] of Object.entries(entries)) {
    parts.push(`## \`${entry}\``, '');
    if (entry.endsWith('/formats'))
      parts.push('Readers and writers of every wire format; they throw `FormatError`.', '');
    if (entry.endsWith('/der'))
      parts.push('Strict readers of DER (X.690), X.509, CMS and RFC 3161; they throw `DerError`.', '');
    const all = exportsOf(file);
    const isType = ([, { flags }]) => (flags & ts.SymbolFlags.Value) === 0;
    parts.push(...all.filter((one) => !isType(one)).map(section), ...all.filter(isType).map(section));
  }
  parts.push('<!-- prettier-ignore-end -->', '');
  return parts.join('\n');
}

const bare = Object.values(entries).flatMap((file) =>
  exportsOf(file).flatMap(([name, symbol]) => bareMembers(name, symbol)),
);
if (bare.length > 0) {
  process.stderr.write(`say shape, unit, encoding or source of these members:\n${bare.join('\n')}\n`);
  process.exit(1);
}

const current = render();
if (!process.argv.includes('--check')) writeFileSync(page, current);
else if (!existsSync(page) || readFileSync(page, 'utf8') !== current) {
  process.stderr.write('docs/api.md is old: npm run docs -w @certbridge/verifier-sdk\n');
  process.exitCode = 1;
}
