#!/usr/bin/env node
import { runNetworkCommand } from '../dist/fabric/command.js';

const { stdin, stdout, stderr } = process;
process.exitCode = await runNetworkCommand(process.argv.slice(2), { input: stdin, out: stdout, err: stderr });
