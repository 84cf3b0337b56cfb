import { describe, expect, it } from 'vitest';
import { loadCertificateTypes } from '../../types/index.js';
import { Faces } from '../fonts/faces.js';
import { overfullFields } from './compose.js';
import { LayoutRegistry } from './layout-registry.js';

const types = await loadCertificateTypes();
const faces = new Faces();
const layouts = LayoutRegistry.open(faces);

describe.each(types.list().map((type) => [type.slug, type] as const))('the page of %s', (slug, type) => {
  const overfull = (fields: Record<string, string>): string[] =>
    overfullFields(layouts.get(slug, type.layout), faces, {
      type,
      layoutVersion: type.layout,
      identifier: '',
      certId: new Uint8Array(16),
      fields,
      issuer: { code: '', name: '' },
      issuedOn: '2026-01-01',
      validFrom: '2026-01-01',
      validUntil: null,
      qr: { prefix: '', digits: '' },
    });
  const limits = Object.entries(type.schema.properties).flatMap(([key, field]) => {
    const max = field['maxLength'];
    return typeof max === 'number' && field['x-photo'] !== true ? [[key, max] as const] : [];
  });

  it.each(limits)('has room for the longest value that the type allows for %s', (key, max) => {
    for (const text of ['汉', '汉字，', '示例路1号', 'Wm'])
      expect(overfull({ [key]: text.repeat(max).slice(0, max) })).toEqual([]);
  });

  it.each(limits)('names %s when it has no room for it', (key, max) => {
    expect(overfull({ [key]: '汉'.repeat(20 * max) })).toEqual([key]);
  });
});
