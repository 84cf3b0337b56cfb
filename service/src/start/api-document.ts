import { openApiDocument } from '../platform/http/index.js';
import { accessOperations } from './access.js';
import { operationsOf } from './operations.js';

/** Stands for what a running service opens: describing an operation asks nothing of it. */
const unopened: never = new Proxy(() => undefined, {
  get: (_, name) => {
    if (name === Symbol.iterator) return () => [].values();
    return name === Symbol.toPrimitive ? () => '' : unopened;
  },
  apply: () => unopened,
}) as never;

/** The OpenAPI 3.1 document of the whole API, without a service that runs. */
export function apiDocument(): ReturnType<typeof openApiDocument> {
  return openApiDocument([...operationsOf(unopened), ...accessOperations(unopened)]);
}
