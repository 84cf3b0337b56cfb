import type { DeviceKeyKind } from '../formats/qr.js';

/** What a live code must have been shown for. */
export interface ExpectedShowing {
  /** Code of the item of the case that is open; a code for another item is refused. */
  readonly item: string;
  /** The four digits that this window gave, where it asked for them: then time is not judged. */
  readonly challenge?: string;
  /** This window's key, 16 lower-case hex, where the digits may have been scanned together with it. */
  readonly asker?: string;
  /**
   * When this window read the code, by the clock here; now unless given. Whoever judges the same reading anew, since
   * the person was compared or the ledger went on, gives the same time: it is still that one showing.
   */
  readonly readAt?: Date;
}

/** How a certificate was shown, where its holder's device signed for it. */
export interface ReportedShowing {
  /** By a live code 亮证码. */
  readonly way: 'live-code';
  /** When, by the device's clock; RFC 3339 UTC. */
  readonly at: string;
  /** How many seconds that is before this window read it; negative: after it. */
  readonly secondsAgo: number;
  /** Code of the item that it was shown for. */
  readonly item: string;
  /** Whether the device signed the challenge of a window. */
  readonly challenged: boolean;
  /** Where the device's key is kept. */
  readonly key: DeviceKeyKind;
  /** The device's key, by the first 8 bytes of SHA-256 of its SubjectPublicKeyInfo; hex. */
  readonly device: string;
  /** certId of the certificate itself, hex; the report's own is that of the wallet credential. */
  readonly of: string;
  /** Who shows it for the holder, by a delegation 代办授权; the number is masked. */
  readonly delegate?: {
    /** In full. */
    readonly name: string;
    /** Masked. */
    readonly number: string;
  };
  /** Whether this window took the same code within the last ten seconds: still one showing. */
  readonly again: boolean;
}
