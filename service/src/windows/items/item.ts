import { itemCode } from '@certbridge/verifier-sdk/formats';
import { z } from 'zod';

const words = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const name = z.string().regex(/^[a-z][a-z-]{1,60}$/);

/** Where it is written that this is asked for. */
const basis = z.strictObject({
  title: z.string().min(1).meta({ description: 'Of the law or document' }),
  article: z.string().min(1).exactOptional(),
  source: z.string().min(1).meta({ description: 'The number under which it was issued' }),
  example: z.boolean().default(false).meta({ description: 'Not checked against the text: an example 示例' }),
});

const certificate = z.strictObject({
  type: z.string().meta({ description: 'Short name or code of a certificate type' }),
  fields: z.array(z.string()).min(1).meta({ description: 'Fields that must be seen' }),
  holder: z.array(z.string()).min(1).exactOptional().meta({
    description: "Fields of which one must be the number of the case's holder; none: whoever's it is",
  }),
});

const material = z.strictObject({
  id: name,
  name: words,
  when: words.exactOptional().meta({ description: 'Only in this case; left out: always' }),
  certificates: z.array(certificate).meta({ description: 'Any of them covers it 免提交; empty: none does' }),
  paper: words.meta({ description: 'What is handed in otherwise' }),
  commitment: z
    .strictObject({ kind: z.enum(['deferred', 'declared']), days: z.int().min(1).max(365) })
    .exactOptional()
    .meta({
      description:
        'deferred 容缺受理: accepted now, handed in within so many days; declared 告知承诺: declared in writing and checked within them',
    }),
  example: z.boolean().meta({ description: 'Not from the text of the basis: an example 示例' }),
});

/** A service item 事项: what people come for, what it needs, and what covers it. */
export const serviceItem = z
  .strictObject({
    code: name.refine((code) => itemCode.test(code), 'is longer than the 32 characters of a live code'),
    version: z.int().positive(),
    name: words,
    holder: z.enum(['person', 'organisation']).meta({ description: 'Who comes' }),
    challenge: z
      .literal(true)
      .exactOptional()
      .meta({ description: 'A live code 亮证码 counts for it only with the four digits 口令 of the window' }),
    basis: z.array(basis).min(1),
    materials: z
      .array(material)
      .min(1)
      .max(50)
      .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'has an id twice'),
  })
  .meta({ id: 'ServiceItem' });

export type ServiceItem = z.output<typeof serviceItem>;
export type Basis = ServiceItem['basis'][number];
export type Material = ServiceItem['materials'][number];
