import createClient from 'openapi-fetch';
import type { components, paths } from './paths';
import { reachable } from './reachable';
import { Refusal } from './refusal';
import { tellSession } from './session-events';
import { subjectHeader } from './subject';

/** A schema of the API's document by its name. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

/** Every operation of the API, as its document describes them. */
export const api = createClient<paths>({ baseUrl: location.origin, credentials: 'same-origin' });
api.use({
  onRequest({ request, schemaPath }) {
    // Who is signed in is asked for nobody.
    if (schemaPath === '/api/v1/session' && request.method === 'GET') return;
    for (const [name, value] of Object.entries(subjectHeader())) request.headers.set(name, value);
  },
});

interface Answer<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * What an operation answers.
 * @throws Refusal with the service's code; `OFFLINE` when it cannot be reached
 */
export async function ask<Data>(call: Promise<Answer<Data>>): Promise<Data> {
  const answer = await call.catch((error: unknown) => {
    reachable.value = false;
    throw new Refusal(0, { code: 'OFFLINE' }, error);
  });
  reachable.value = true;
  if (answer.response.ok) return answer.data as Data;
  const refusal = new Refusal(answer.response.status, answer.error);
  tellSession(refusal);
  throw refusal;
}

/** The address of an operation that the browser itself opens: a download, a stream of events. */
export function addressOf(path: keyof paths, params: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}
