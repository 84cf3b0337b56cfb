import { KeyModuleDown } from '../../errors.js';

export type Handle = Buffer;

export interface Attribute {
  readonly type: number;
  readonly value?: number | boolean | string | Buffer;
}

interface Mechanism {
  readonly mechanism: number;
  readonly parameter: null;
}

/**
 * What is used of pkcs11js. The package is optional, since it must be compiled: where it could not be, this service
 * must compile all the same.
 */
export interface Cryptoki {
  load(path: string): void;
  C_Initialize(options: { readonly flags: number }): void;
  C_Finalize(): void;
  C_GetSlotList(tokenPresent: boolean): Handle[];
  C_GetTokenInfo(slot: Handle): { readonly label: string };
  C_OpenSession(slot: Handle, flags: number): Handle;
  C_CloseSession(session: Handle): void;
  C_GetSessionInfo(session: Handle): unknown;
  C_Login(session: Handle, user: number, pin: string): void;
  C_FindObjectsInit(session: Handle, template: readonly Attribute[]): void;
  C_FindObjects(session: Handle, max: number): Handle[];
  C_FindObjectsFinal(session: Handle): void;
  C_GetAttributeValue(
    session: Handle,
    object: Handle,
    template: readonly Attribute[],
  ): { readonly type: number; readonly value: Buffer }[];
  C_GenerateKeyPair(
    session: Handle,
    mechanism: Mechanism,
    publicKey: readonly Attribute[],
    privateKey: readonly Attribute[],
  ): { readonly privateKey: Handle; readonly publicKey: Handle };
  C_SignInit(session: Handle, mechanism: Mechanism, key: Handle): void;
  C_SignAsync(session: Handle, data: Buffer, room: Buffer): Promise<Buffer>;
}

interface Pkcs11js {
  readonly default: { readonly PKCS11: new () => Cryptoki };
}

// Named at run time, so that the compiler asks for no types.
const PACKAGE: string = 'pkcs11js';

/** @throws KeyModuleDown where pkcs11js was not built; Error for a library that cannot be loaded */
export async function loadLibrary(path: string): Promise<Cryptoki> {
  const { default: pkcs11js } = (await import(PACKAGE).catch((cause: unknown) => {
    throw new KeyModuleDown(
      'the package pkcs11js is not built here. Install a C++ compiler and run "npm rebuild pkcs11js".',
      cause,
    );
  })) as Pkcs11js;
  const library = new pkcs11js.PKCS11();
  library.load(path);
  return library;
}
