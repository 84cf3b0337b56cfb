import { Refusal } from '../refusal';
import type { State } from '../state/transaction';

/** A certificate type that the provinces approved. */
export interface CertificateType {
  /** GB/T 36904, 21 characters. */
  readonly code: string;
  readonly name: string;
}

export async function findType(state: State, code: string): Promise<CertificateType | undefined> {
  return (await state.get(['type', code])) as CertificateType | undefined;
}

export async function writeType(state: State, { code, name }: CertificateType): Promise<void> {
  await state.put(['type', code], { code, name });
}

export async function allTypes(state: State): Promise<CertificateType[]> {
  const types: CertificateType[] = [];
  for await (const { value } of state.scan(['type'])) types.push(value as unknown as CertificateType);
  return types;
}

/** Refuses a type that no one approved. */
export async function checkTypes(state: State, codes: readonly string[]): Promise<void> {
  for (const code of codes) {
    if ((await findType(state, code)) === undefined)
      throw new Refusal('TYPE_UNKNOWN', `${code} is no approved type`);
  }
}
