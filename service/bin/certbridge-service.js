#!/usr/bin/env node
import process from 'node:process';
import { main } from '../dist/start/index.js';

await main(process.env, process.argv.slice(2));
