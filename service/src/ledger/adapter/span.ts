import type { SpanDescription } from '../../platform/tracing/index.js';

/** A call of the contract, named by its function; its arguments stay here. */
export const ledgerSpan = (kind: 'submit' | 'evaluate', name: string): SpanDescription => ({
  name: `${kind} ${name}`,
  kind: 'client',
  attributes: { 'rpc.system.name': 'hyperledger-fabric', 'rpc.method': name },
  // What is read again and again to see whether anything is new.
  onlyWithin: kind === 'evaluate',
});
