import { z } from 'zod';
import { createDocument } from 'zod-openapi';
import type {
  ZodOpenApiOperationObject,
  ZodOpenApiRequestBodyObject,
  ZodOpenApiResponseObject,
} from 'zod-openapi';
import type { Answer, Body, Operation } from './operation.js';
import { problemDetails } from './problem-details.js';

const TAGS: Readonly<Record<string, string>> = {
  certificates: 'Issue and read certificates 电子证照',
  batches: 'Files of applications, issued together',
  statuses: 'Suspend, reinstate, revoke, cancel, renew, transfer',
  reference: 'Types and issuers',
  keys: 'Signing keys 签名密钥: rotate, revoke, have certified, import',
  holders: 'Holders 持证主体',
  windows: 'Halls 政务服务大厅, their windows 窗口, items 事项, cases 办件 and receipts 核验回执',
  feed: 'Public: what a mirror 离线副本 reads',
  people: 'Sign-in, sessions, people 人员 and systems',
  service: 'How the service is',
};

/** The OpenAPI 3.1 document of the very objects that requests and responses are checked by. */
export function openApiDocument(operations: readonly Operation[]): object {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const operation of operations) {
    (paths[operation.path] ??= {})[operation.method] = describe(operation);
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'CertBridge 证桥',
      version: '1',
      description:
        'Issues electronic certificates (电子证照) and anchors them. Failures are problem details (RFC 9457) ' +
        'with a stable `code`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths: paths,
    components: {
      schemas: linesOf(operations),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'certbridge',
          description: 'What signing in leaves in the browser; its name has the instance behind it',
        },
      },
    },
  });
}

/** OpenAPI 3.1 has no place for what a line of an answer is: summaries name it, and here it stands. */
function linesOf(operations: readonly Operation[]): Record<string, z.ZodType> {
  const lines = operations
    .flatMap(({ answers }) => Object.values(answers))
    .flatMap((answer) => ('media' in answer && answer.line ? [answer.line] : []));
  return Object.fromEntries(lines.map((line) => [line.meta()?.id ?? '', line]));
}

function describe(operation: Operation): ZodOpenApiOperationObject {
  const needed = describePermission(operation.permission);
  return {
    operationId: operation.id,
    summary: operation.summary,
    tags: [operation.tag],
    ...(needed === undefined ? {} : { description: needed }),
    security: operation.permission === 'public' ? [] : [{ token: [] }, { session: [] }],
    requestParams: {
      ...(operation.params && { path: operation.params }),
      ...(operation.query && { query: operation.query }),
      ...(operation.headers && { header: operation.headers }),
      ...(operation.idempotent && { header: idempotencyHeader }),
    },
    ...(operation.body && { requestBody: describeBody(operation.body) }),
    responses: {
      ...Object.fromEntries(
        Object.entries(operation.answers).map(([status, answer]) => [
          status,
          describeAnswer(answer, Number(status) >= 400 ? problemContent : {}),
        ]),
      ),
      default: { description: 'A problem', content: problemContent },
    },
  };
}

function describePermission(permission: Operation['permission']): string | undefined {
  if (permission === 'public') return undefined;
  const { roles } = permission;
  const who =
    roles === 'signed-in'
      ? 'Whoever is signed in.'
      : roles === 'resident'
        ? 'Residents.'
        : `Roles: ${roles.join(', ')}.`;
  const fresh = permission.stepUp === true ? ' Wants a fresh sign-in (step-up).' : '';
  const { purposeOf } = permission;
  const purpose = purposeOf
    ? ` Whoever has only the role ${purposeOf.join(' or ')} says why: CertBridge-Purpose.`
    : '';
  return `${who} Scope: ${permission.scope}.${fresh}${purpose}`;
}

/** A request that is not well formed is answered so even where an operation has refusals of its own, as OAuth has. */
const problemContent = { 'application/problem+json': { schema: problemDetails } };

const idempotencyHeader = z.object({
  'Idempotency-Key': z
    .string()
    .max(128)
    .optional()
    .meta({
      description:
        'The same key with the same request is carried out once and answered alike, the repeat with ' +
        'Idempotent-Replayed. What was refused by a rule is checked anew.',
    }),
});

/** Content that has no schema of ours: bytes need none in OpenAPI 3.1, JSON is at least an object. */
function opaque(media: string): { readonly schema: z.ZodType } {
  if (media === 'application/json') return { schema: z.looseObject({}) };
  const override = media.startsWith('text/') ? { type: 'string' as const } : {};
  return { schema: z.unknown().meta({ override }) };
}

function describeBody(body: Body): ZodOpenApiRequestBodyObject {
  const content =
    'json' in body
      ? { 'application/json': { schema: body.json } }
      : 'form' in body
        ? { 'application/x-www-form-urlencoded': { schema: body.form } }
        : Object.fromEntries(body.stream.map((media) => [media, opaque(media)]));
  return {
    required: true,
    content,
    ...(body.description !== undefined && { description: body.description }),
  };
}

function describeAnswer(answer: Answer, otherwise: Partial<typeof problemContent>): ZodOpenApiResponseObject {
  const { description, headers } = answer;
  const content =
    'json' in answer
      ? { 'application/json': { schema: answer.json }, ...otherwise }
      : 'media' in answer
        ? Object.fromEntries([answer.media].flat().map((media) => [media, opaque(media)]))
        : undefined;
  return { description, ...(headers && { headers }), ...(content && { content }) };
}
