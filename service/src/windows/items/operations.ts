import { z } from 'zod';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { serviceItem } from './item.js';
import type { ServiceItems } from './load.js';

/** What people come for, for everybody to read. */
export function itemOperations({ items }: { readonly items: ServiceItems }): Operation[] {
  const list = operation({
    id: 'listItems',
    method: 'get',
    path: '/api/v1/items',
    summary: 'The service items 事项: legal basis, materials, and which certificates cover them',
    tag: 'windows',
    permission: 'public',
    answers: {
      200: { description: 'The newest of each', json: z.strictObject({ items: z.array(serviceItem) }) },
    },
    handle: () => Promise.resolve({ status: 200, json: { items: items.list() } }),
  });
  const get = operation({
    id: 'getItem',
    method: 'get',
    path: '/api/v1/items/{item}',
    summary: 'One service item',
    tag: 'windows',
    permission: 'public',
    params: z.object({ item: serviceItem.shape.code }),
    answers: { 200: { description: 'Its newest version', json: serviceItem } },
    handle: ({ params }) => Promise.resolve({ status: 200, json: items.newest(params.item) }),
  });
  return [list, get];
}
