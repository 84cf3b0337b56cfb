#!/usr/bin/env node
import process from 'node:process';
import { runCertbridge } from '../dist/index.js';

process.exitCode = await runCertbridge(process.argv.slice(2));
