// Writes web/kit/api/paths.ts, the types of the API, from the very operations that the service mounts.
// `npm run docs -w service`; with --check it only says whether the file is up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { URL } from 'node:url';

import { apiDocument } from '@certbridge/service/start';
import openapiTypes, { astToString } from 'openapi-typescript';

const file = new URL('../web/kit/api/paths.ts', import.meta.url);
const types = await openapiTypes(apiDocument(), { alphabetize: true });
const text = `/* eslint-disable */\n// Written by npm run docs -w service from the operations of service/src.\n${astToString(types)}`;
if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  process.stderr.write('service/web/kit/api/paths.ts is not up to date: run npm run docs -w service\n');
  process.exitCode = 1;
}
