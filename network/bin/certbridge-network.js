#!/usr/bin/env node
import { runNetworkCommand } from '../dist/fabric/command.js';

process.exitCode = await runNetworkCommand(process.argv.slice(2), process.stdout, process.stderr);
