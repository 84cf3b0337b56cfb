import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { apiDocument } from '@certbridge/service/start';
import { inPackage } from '../packages.js';
import { answersSource } from './answers.js';
import type { OpenApiDocument, Wanted } from './answers.js';

/** What the command line reads: `npm run answers` writes it anew. */
const WANTED: Wanted = {
  components: [
    'Batch',
    'Certificate',
    'Fields',
    'Issuer',
    'Key',
    'KeyChange',
    'KeyRequest',
    'RequestedState',
    'RowProblem',
    'StatusChange',
    'WhoAmI',
  ],
  operations: [
    'approveType',
    'getFields',
    'listBatches',
    'listCertificates',
    'listColumns',
    'listIssuers',
    'listKeyChanges',
    'listKeys',
    'listProposedChanges',
    'listTypes',
  ],
};

const HEAD = `/**
 * What the service answers, as its /openapi.json describes it. Written by \`npm run answers\`: change what is
 * wanted in tests/src/department/answers.test.ts, not this file.
 */
import { z } from 'zod';
`;

it('the command line reads answers as the service describes them', async () => {
  const file = inPackage('cli', 'src', 'answers.ts');
  const source = answersSource(apiDocument() as OpenApiDocument, WANTED);
  const options = { ...(await resolveConfig(file)), parser: 'typescript' };
  await expect(await format(`${HEAD}\n${source}\n`, options)).toMatchFileSnapshot(file);
});
