import { Problem } from '../../platform/problems/index.js';

export class HallUnknown extends Problem {
  constructor(hall: string) {
    super(
      'not-found',
      'HALL_NOT_FOUND',
      `The hall ${hall} is not one of this service: an administrator adds it (PUT /api/v1/halls/${hall}).`,
    );
  }
}

export class HallCodeWrong extends Problem {
  constructor(code: string) {
    super(
      'unprocessable',
      'HALL_CODE_INVALID',
      `${code} is no unified social credit code (GB 32100): its check character, the last one, is wrong. Compare it with the hall's certificate of registration.`,
    );
  }
}

export class WindowUnknown extends Problem {
  constructor() {
    super('not-found', 'WINDOW_NOT_FOUND', 'This hall has no such window: list its windows.');
  }
}

export class WindowKeyTaken extends Problem {
  constructor() {
    super(
      'conflict',
      'WINDOW_KEY_TAKEN',
      'This key belongs to another window, or its pairing was refused or revoked: have the PC make a new key.',
    );
  }
}

export class WindowProofRefused extends Problem {
  constructor(why: string) {
    super('unprocessable', 'WINDOW_PROOF_REFUSED', `The proof of the window's key does not hold: ${why}.`);
  }
}

export class PairingDecided extends Problem {
  constructor() {
    super('conflict', 'PAIRING_DECIDED', 'This pairing has been decided already.');
  }
}

/** What the administrator read on the PC is not what was sent here: somebody stands between, or another PC asked. */
export class FingerprintMismatch extends Problem {
  constructor(what: 'key' | 'trust anchor') {
    super(
      'unprocessable',
      'FINGERPRINT_MISMATCH',
      `The fingerprint of the ${what} is not that of the PC that asked: compare it with the PC's screen, and refuse the pairing if it still differs.`,
    );
  }
}

export class WindowNotPaired extends Problem {
  constructor() {
    super(
      'conflict',
      'WINDOW_NOT_PAIRED',
      'This window is not paired, or its key was revoked: pair the PC with a new key.',
    );
  }
}
