/** Zod schemas of the answers that the service's OpenAPI document describes, as a source file. */

/** JSON Schema 2020-12, as far as the service's document uses it. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly format?: string;
  readonly pattern?: string;
}

interface Described {
  readonly operationId: string;
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> }>
  >;
}

export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** Names of schemas among the components, and ids of operations whose JSON answer is wanted. */
export interface Wanted {
  readonly components: readonly string[];
  readonly operations: readonly string[];
}

/**
 * Members that the document does not name are let through unread: a newer service may answer with more.
 * @throws Error that names what the document has not, or what has no counterpart here
 */
export function answersSource(document: OpenApiDocument, wanted: Wanted): string {
  const written = new Map<string, string>();
  const write = (name: string): string => {
    const own = constantOf(name);
    if (written.has(own)) return own;
    const schema = document.components.schemas[name];
    if (!schema) throw new Error(`the OpenAPI document has no schema ${name}`);
    // What it refers to is written first.
    const expression = zodOf(schema, write);
    const exported = wanted.components.includes(name) ? 'export ' : '';
    written.set(own, `${exported}const ${own} = ${expression};`);
    return own;
  };
  for (const name of wanted.components) write(name);
  for (const id of wanted.operations) {
    const expression = zodOf(answerOf(document, id), write);
    written.set(id, `export const ${id}Answer = ${expression};`);
  }
  return [...written.values()].join('\n\n');
}

const constantOf = (component: string): string => component.charAt(0).toLowerCase() + component.slice(1);

function answerOf({ paths }: OpenApiDocument, id: string): Schema {
  const operation = Object.values(paths)
    .flatMap((methods) => Object.values(methods))
    .find(({ operationId }) => operationId === id);
  const schema = operation?.responses['200']?.content?.['application/json']?.schema;
  if (!schema) throw new Error(`the OpenAPI document has no JSON answer 200 of an operation ${id}`);
  return schema;
}

type Refer = (component: string) => string;

function zodOf(schema: Schema, refer: Refer): string {
  const { $ref, type } = schema;
  if ($ref !== undefined) return refer($ref.replace('#/components/schemas/', ''));
  if (schema.enum) return `z.enum(${JSON.stringify(schema.enum)})`;
  if (schema.const !== undefined) return `z.literal(${JSON.stringify(schema.const)})`;
  const ways = schema.anyOf ?? schema.oneOf ?? (Array.isArray(type) ? waysOf(schema, type) : undefined);
  if (ways) return unionOf(ways, refer);
  switch (type) {
    case undefined:
      return 'z.unknown()';
    case 'object':
      return objectOf(schema, refer);
    case 'array':
      return `z.array(${zodOf(schema.items ?? {}, refer)})`;
    case 'string':
      return stringOf(schema);
    case 'integer':
      return 'z.int()';
    case 'number':
    case 'boolean':
      return `z.${type}()`;
    default:
      throw new Error(`answers.ts does not know the JSON Schema ${JSON.stringify(schema)}`);
  }
}

const waysOf = (schema: Schema, types: readonly string[]): Schema[] =>
  types.map((type) => ({ ...schema, type }));

function unionOf(ways: readonly Schema[], refer: Refer): string {
  const others = ways.filter(({ type }) => type !== 'null').map((way) => zodOf(way, refer));
  const [only] = others;
  const union = only !== undefined && others.length === 1 ? only : `z.union([${others.join(', ')}])`;
  return others.length < ways.length ? `${union}.nullable()` : union;
}

function objectOf({ properties, required = [], additionalProperties }: Schema, refer: Refer): string {
  if (!properties) {
    const values = typeof additionalProperties === 'object' ? additionalProperties : {};
    return `z.record(z.string(), ${zodOf(values, refer)})`;
  }
  const members = Object.entries(properties).map(
    ([name, schema]) =>
      `${JSON.stringify(name)}: ${zodOf(schema, refer)}${required.includes(name) ? '' : '.optional()'}`,
  );
  return `z.object({ ${members.join(', ')} })`;
}

const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'z.uuid()',
  date: 'z.iso.date()',
  'date-time': 'z.iso.datetime()',
};

const stringOf = ({ format = '', pattern }: Schema): string =>
  FORMATS[format] ??
  (pattern === undefined ? 'z.string()' : `z.string().regex(${String(new RegExp(pattern))})`);
