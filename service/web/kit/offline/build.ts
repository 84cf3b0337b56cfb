/** What the service worker reads where this build's list is put into it. */
export interface Build {
  readonly page: string;
  readonly routed: boolean;
  readonly version: string;
  readonly files: readonly string[];
  readonly lazy: readonly string[];
  readonly rare: readonly string[];
}
