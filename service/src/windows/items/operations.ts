import { z } from 'zod';
import type { Faces } from '../../certificates/documents/index.js';
import type { CertificateTypes } from '../../certificates/types/index.js';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { serviceItem } from './item.js';
import type { ServiceItem } from './item.js';
import { itemPaper } from './item-paper.js';
import type { ServiceItems } from './load.js';

export interface ItemCapabilities {
  readonly items: ServiceItems;
  readonly types: CertificateTypes;
  readonly faces: Faces;
}

/** What people come for, for everybody to read. */
export function itemOperations({ items, types, faces }: ItemCapabilities): Operation[] {
  /** Of each item, drawn when it is first asked for: items change with the service alone. */
  const papers = new Map<ServiceItem, Promise<Uint8Array>>();
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
  const paper = operation({
    id: 'getItemPaper',
    method: 'get',
    path: '/api/v1/items/{item}/document',
    summary: 'What an item asks for 一次性告知清单, to print and to send',
    tag: 'windows',
    permission: 'public',
    params: z.object({ item: serviceItem.shape.code }),
    answers: { 200: { description: 'PDF/A-3', media: 'application/pdf' } },
    async handle({ params }) {
      const item = items.newest(params.item);
      const drawn = papers.get(item) ?? itemPaper({ faces, types }, item);
      papers.set(item, drawn);
      return { status: 200, bytes: await drawn };
    },
  });
  return [list, get, paper];
}
