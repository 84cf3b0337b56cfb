import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { CertificateTypes } from '../../certificates/types/index.js';
import { Problem } from '../../platform/problems/index.js';
import { serviceItem } from './item.js';
import type { ServiceItem } from './item.js';

const ownFolder = fileURLToPath(new URL('../../../service-items', import.meta.url));

export class ItemUnknown extends Problem {
  constructor(code: string) {
    const words = {
      zh: `没有事项 ${code}：GET /api/v1/items 列出全部事项。`,
      en: `There is no service item ${code}: GET /api/v1/items lists all.`,
    };
    super('not-found', 'ITEM_UNKNOWN', words, { details: { item: code } });
  }
}

export interface ServiceItems {
  /** The newest version of every item. */
  list(): readonly ServiceItem[];
  /** @throws ItemUnknown */
  newest(code: string): ServiceItem;
  /** The version that a case remembers. @throws ItemUnknown */
  at(code: string, version: number): ServiceItem;
}

/**
 * Reads `<folder>/<code>.json`, and `<code>.<version>.json` for versions that only older cases use.
 * @throws Problem `ITEM_WRONG` naming the file and what is wrong in it
 */
export async function loadServiceItems(types: CertificateTypes, folder = ownFolder): Promise<ServiceItems> {
  const files = (await readdir(folder)).filter((file) => /^[a-z-]+(\.\d+)?\.json$/.test(file)).sort();
  const items = await Promise.all(files.map((file) => readItem(join(folder, file), types)));
  const byAge = [...items].sort((a, b) => b.version - a.version);
  const find = (code: string, version?: number): ServiceItem => {
    const found = byAge.find((item) => item.code === code && (version ?? item.version) === item.version);
    if (!found) throw new ItemUnknown(code);
    return found;
  };
  return {
    list: () => [...new Set(items.map(({ code }) => code))].map((code) => find(code)),
    newest: (code) => find(code),
    at: find,
  };
}

async function readItem(file: string, types: CertificateTypes): Promise<ServiceItem> {
  try {
    const item = serviceItem.parse(JSON.parse(await readFile(file, 'utf8')));
    const certificates = item.materials.flatMap((material) => material.certificates);
    for (const { type, fields, holder = [] } of certificates) {
      const { properties } = types.newest(type).schema;
      const unknown = [...fields, ...holder].find((field) => !(field in properties));
      if (unknown !== undefined) throw new TypeError(`${type} has no field ${unknown}`);
    }
    return item;
  } catch (cause) {
    const why =
      cause instanceof z.ZodError
        ? z.prettifyError(cause)
        : cause instanceof Error
          ? cause.message
          : String(cause);
    throw new Problem('internal', 'ITEM_WRONG', `The service item ${file} is wrong: ${why}`, { cause });
  }
}
