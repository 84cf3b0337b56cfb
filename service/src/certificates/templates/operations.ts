import { z } from 'zod';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { typeCode } from '../../platform/wire/index.js';
import { workbookMedia } from '../../platform/workbook/index.js';
import type { CertificateTypes } from '../types/index.js';
import { templateColumns } from './columns.js';
import { templateColumn } from './schemas.js';
import { writeTemplate } from './template.js';

/** What a table of applications is made of. */
export function templateOperations({ types }: { readonly types: CertificateTypes }): Operation[] {
  const params = z.object({ type: typeCode });
  const columns = operation({
    id: 'listColumns',
    method: 'get',
    path: '/api/v1/types/{type}/columns',
    summary: 'The columns of a table of applications: titles, rules, examples',
    tag: 'reference',
    permission: 'public',
    params,
    answers: {
      200: {
        description: 'In the order of the template',
        json: z.strictObject({ type: z.string(), name: z.string(), columns: z.array(templateColumn) }),
      },
    },
    handle({ params: { type: wanted } }) {
      const type = types.newest(wanted);
      const listed = templateColumns(type, types.sample(type));
      return Promise.resolve({ status: 200, json: { type: type.code, name: type.name, columns: listed } });
    },
  });
  const template = operation({
    id: 'getTemplate',
    method: 'get',
    path: '/api/v1/types/{type}/template',
    summary: 'A workbook 模板 to fill in, with lists to choose from and a sheet of explanations',
    tag: 'reference',
    permission: 'public',
    params,
    answers: { 200: { description: 'The workbook', media: workbookMedia } },
    async handle({ params: { type: wanted } }) {
      const type = types.newest(wanted);
      const bytes = await writeTemplate(type, templateColumns(type, types.sample(type)));
      const headers = { 'Content-Disposition': `attachment; filename="${type.slug}.xlsx"` };
      return { status: 200, headers, bytes };
    },
  });
  return [columns, template];
}
