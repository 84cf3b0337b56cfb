/*
 * Runs in the contract's process: `node child.js <fabric-shim's command line> server …`. The process must not outlive
 * the ledger, not even one that was killed, so it ends when the pipe to its standard input does.
 */
import { createRequire } from 'node:module';

const [, , commandLine, ...rest] = process.argv;
if (commandLine === undefined) throw new Error('The path of the chaincode command line is missing.');

process.stdin.on('end', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));
process.stdin.resume();

process.argv = [process.execPath, commandLine, ...rest];
createRequire(import.meta.url)(commandLine);
