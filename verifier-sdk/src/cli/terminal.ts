/** Where the command reads and writes; the process's own, or a test's. */
export interface Terminal {
  readonly stdin: NodeJS.ReadableStream;
  out(text: string): void;
  error(text: string): void;
  /** Whether colours may be used: a terminal, and NO_COLOR (no-color.org) is not set. */
  readonly colours: boolean;
  /** Milliseconds since 1970; the system's unless given, as for records of another day. */
  readonly clock?: () => number;
}

export type Colour = 'green' | 'red' | 'yellow' | 'dim' | 'bold';

const CODES: Readonly<Record<Colour, readonly [number, number]>> = {
  green: [32, 39],
  red: [31, 39],
  yellow: [33, 39],
  dim: [2, 22],
  bold: [1, 22],
};

export type Paint = (colour: Colour, text: string) => string;

export function painter(colours: boolean): Paint {
  return (colour, text) => {
    const [on, off] = CODES[colour];
    return colours ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  };
}

// East Asian Wide and Fullwidth (UAX #11), as far as Chinese text needs it.
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** How many columns a terminal gives the text. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : 1;
  return width;
}

export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** Text from a certificate or a file's name, without what could steer a terminal or turn text around. */
export function printable(text: string): string {
  return text.replaceAll(CONTROL, '�');
}
