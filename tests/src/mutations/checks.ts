import ts from 'typescript';

/** Something in the SDK's source that can be taken out while it runs. */
export interface Check {
  /** Below verifier-sdk/src. */
  readonly file: string;
  readonly line: number;
  readonly text: string;
  /** A condition is then always this; a call is not made. */
  readonly becomes: boolean | 'no call';
  /** Whether its value is taken as it is, and not for true or false. */
  readonly isValue: boolean;
  readonly start: number;
  readonly end: number;
}

/** How people name it; where it stands in its file may change. */
export const nameOf = ({ file, text, becomes }: Check): string =>
  `${file} ${becomes === 'no call' ? 'not called' : `always ${becomes}`}: ${text}`;

const { SyntaxKind } = ts;
const comparing: ReadonlySet<ts.SyntaxKind> = new Set([
  SyntaxKind.EqualsEqualsEqualsToken,
  SyntaxKind.ExclamationEqualsEqualsToken,
  SyntaxKind.LessThanToken,
  SyntaxKind.LessThanEqualsToken,
  SyntaxKind.GreaterThanToken,
  SyntaxKind.GreaterThanEqualsToken,
  SyntaxKind.InstanceOfKeyword,
  SyntaxKind.InKeyword,
]);

/** Every condition and every call for its own sake of a file, in the order of its text, but what is no check. */
export function checksIn(file: string, source: string): Check[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.ES2023, true);
  const found: Check[] = [];
  const add = (node: ts.Node, becomes: Check['becomes']): void => {
    if (isOfMember(node) || isOfLanguage(node) || (becomes === false && isOfRethrow(node))) return;
    const start = node.getStart(tree);
    const { line } = tree.getLineAndCharacterOfPosition(start);
    const text = node.getText(tree).replaceAll(/\s+/g, ' ');
    found.push({ file, line: line + 1, text, becomes, isValue: isValue(node), start, end: node.end });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    for (const [part, becomes] of checksOf(node)) add(part, becomes);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

type Found = readonly (readonly [ts.Node, Check['becomes']])[];

function checksOf(node: ts.Node): Found {
  if (ts.isIfStatement(node)) return [[node.expression, false]];
  if (ts.isConditionalExpression(node)) return either(node.condition);
  if (ts.isBinaryExpression(node)) return partsOf(node);
  return ts.isExpressionStatement(node) ? callOf(node.expression) : [];
}

const either = (node: ts.Node): Found => [
  [node, false],
  [node, true],
];

/** What is said by all parts together is said by the others alone. */
function partsOf(node: ts.BinaryExpression): Found {
  const { kind } = node.operatorToken;
  const isOr = kind === SyntaxKind.BarBarToken;
  if (isLogical(node))
    return [node.left, node.right]
      .filter((part) => !isSame(part, kind) && !ts.isObjectLiteralExpression(part))
      .map((part) => [part, !isOr]);
  return comparing.has(kind) && isAnswer(node) ? either(node) : [];
}

function callOf(expression: ts.Expression): Found {
  const call = ts.isAwaitExpression(expression) ? expression.expression : expression;
  const isCall = ts.isCallExpression(call) && call.expression.kind !== SyntaxKind.SuperKeyword;
  // A call that waits for what it is given cannot be put into a function.
  return isCall && !isWaiting(call) ? [[call, 'no call']] : [];
}

function isWaiting(node: ts.Node): boolean {
  if (ts.isAwaitExpression(node)) return true;
  return !ts.isFunctionLike(node) && ts.forEachChild(node, isWaiting) === true;
}

/** Of `a || b || c` the operands count, not `a || b`. */
function isSame(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === kind;
}

/** Whether it is what a function returns. */
function isAnswer({ parent }: ts.Node): boolean {
  return ts.isReturnStatement(parent) || ts.isArrowFunction(parent);
}

/** The outermost expression of `&&`, `||` and parentheses around it; with `isLast`, only while it is their last part. */
function around(node: ts.Node, isLast = false): ts.Node {
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent)) return around(parent, isLast);
  if (!ts.isBinaryExpression(parent) || !isLogical(parent) || (isLast && parent.right !== node)) return node;
  return around(parent, isLast);
}

const isLogical = ({ operatorToken: { kind } }: ts.BinaryExpression): boolean =>
  kind === SyntaxKind.BarBarToken || kind === SyntaxKind.AmpersandAmpersandToken;

/** The last part of what is not asked for true or false: `known && found(known)` gives what was found. */
function isValue(node: ts.Node): boolean {
  const { parent } = node;
  if (!ts.isBinaryExpression(parent) || !isLogical(parent)) return false;
  const whole = around(node, true);
  if (whole === node) return false;
  const { parent: user } = whole;
  const isAsked =
    (ts.isIfStatement(user) && user.expression === whole) ||
    (ts.isConditionalExpression(user) && user.condition === whole) ||
    ts.isPrefixUnaryExpression(user) ||
    (ts.isBinaryExpression(user) && isLogical(user));
  return !isAsked;
}

/** Whether an object has a member, `...(text && { text })`: always there it is empty, and refuses nothing. */
const isOfMember = (node: ts.Node): boolean => {
  const whole = around(node);
  const of = ts.isConditionalExpression(whole.parent) ? around(whole.parent) : whole;
  return ts.isSpreadAssignment(of.parent);
};

/** In which language something is said. */
const isOfLanguage = (node: ts.Node): boolean => node.getText() === "language === 'zh'";

/** Whether what was caught is thrown on, since it refuses nothing: a fault of a program, which no input causes. */
function isOfRethrow(node: ts.Node): boolean {
  const { parent } = around(node);
  if (!ts.isIfStatement(parent) || !ts.isThrowStatement(parent.thenStatement)) return false;
  const thrown = parent.thenStatement.expression;
  for (let at: ts.Node = parent; !ts.isSourceFile(at); at = at.parent)
    if (ts.isCatchClause(at)) return at.variableDeclaration?.name.getText() === thrown.getText();
  return false;
}

/** The source with every check behind a switch; numbers are from `first` on. Types are gone. */
export function switchable(source: string, checks: readonly Check[], first: number): string {
  const marks = checks.flatMap(({ start, end, becomes, isValue: isGiven }, i) => {
    const n = first + i;
    const length = end - start;
    const isCall = becomes === 'no call';
    const before = isCall
      ? `__checks.call(${n}, () => `
      : `(__checks.isOut(${n}) ? ${becomes} : __checks.${isGiven ? 'gave' : 'saw'}(${n}, `;
    return [
      { at: start, isEnd: false, length, n, text: before },
      { at: end, isEnd: true, length, n, text: isCall ? ')' : `, ${becomes}))` },
    ];
  });
  // At one place: what ends, the innermost first; then what begins, the outermost first.
  marks.sort(
    (a, b) =>
      a.at - b.at ||
      Number(b.isEnd) - Number(a.isEnd) ||
      (a.isEnd ? a.length - b.length || b.n - a.n : b.length - a.length || a.n - b.n),
  );
  let text = '';
  let at = 0;
  for (const mark of marks) {
    text += source.slice(at, mark.at) + mark.text;
    at = mark.at;
  }
  const { outputText } = ts.transpileModule(text + source.slice(at), {
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext },
  });
  return outputText;
}
