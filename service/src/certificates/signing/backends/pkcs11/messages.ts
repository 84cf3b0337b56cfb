import type { SignatureAlgorithm } from '../../signer.js';
import type { TokenSettings } from './connection.js';
import type { MadeInModule, ModuleState } from './key-module.js';

/** What the service asks the process that has the module loaded, each with its answer. */
interface Questions {
  create: { readonly asked: { readonly algorithm: SignatureAlgorithm }; readonly answer: MadeInModule };
  sign: {
    readonly asked: {
      readonly algorithm: SignatureAlgorithm;
      readonly id: string;
      readonly input: Uint8Array;
    };
    readonly answer: Uint8Array;
  };
  state: { readonly asked: object; readonly answer: ModuleState };
  close: { readonly asked: object; readonly answer: undefined };
}

export type Name = keyof Questions;
export type Question<N extends Name = Name> = { [K in N]: { readonly ask: K } & Questions[K]['asked'] }[N];
export type Answer<N extends Name = Name> = Questions[N]['answer'];

export type ToModule =
  { readonly settings: TokenSettings } | { readonly id: number; readonly question: Question };

/** `ready`: its process has begun; the module itself is loaded by the first question. */
export type FromModule =
  | { readonly ready: true }
  | { readonly id: number; readonly answer: Answer }
  | { readonly id: number; readonly failure: string; readonly isPinRefused: boolean };
