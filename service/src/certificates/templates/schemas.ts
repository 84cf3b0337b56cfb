import { z } from 'zod';
import { bilingual } from '../../platform/wire/index.js';

export const templateColumn = z
  .strictObject({
    key: z.string(),
    title: bilingual,
    required: z.boolean(),
    rule: bilingual,
    example: z.string(),
    choices: z.array(z.string()).readonly().optional(),
  })
  .meta({ id: 'TemplateColumn' });
