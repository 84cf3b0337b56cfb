#!/usr/bin/env node
import { runLedgerCommand } from '../dist/embedded/command.js';

await runLedgerCommand(process.argv);
