/** Ends what hangs, before the tests' own limit, to say what was waited for. */
export const PATIENCE_MS = 300_000;

/** One tab of a browser that is not Chromium, with what a person does in it. Elements are found by XPath. */
export interface Tab {
  open(address: string): Promise<void>;
  /** To the page before, which the browser may have kept as it was left. */
  back(): Promise<void>;
  /** Resolves once there is such an element and it is seen. */
  see(xpath: string): Promise<void>;
  click(xpath: string): Promise<void>;
  /** Types into a field. */
  type(xpath: string, text: string): Promise<void>;
  /** Puts text into a field whole, as pasting or an input method does. */
  paste(xpath: string, text: string): Promise<void>;
  /** Value of an attribute, `value` of a field as it stands. */
  attribute(xpath: string, name: string): Promise<string>;
  text(xpath: string): Promise<string>;
  /** Chooses the option with this text. */
  choose(xpath: string, option: string): Promise<void>;
  close(): Promise<void>;
}

const quoted = (text: string): string => {
  if (text.includes('"')) throw new Error('XPath 1.0 has no escapes');
  return `"${text}"`;
};

/** A button, link or tab by what stands on it. */
export const labelled = (text: string): string =>
  `//*[self::button or self::a][normalize-space()=${quoted(text)}]`;

/** A field by its label. */
export const field = (label: string): string =>
  `//*[@id=//label[starts-with(normalize-space(), ${quoted(label)})]/@for]`;
