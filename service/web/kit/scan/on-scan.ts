import { onScopeDispose } from 'vue';
import { signOfKey } from './us-keyboard';

/** Signs that a barcode reader types before its end, at most: a QR code holds no more. */
const MAX_SIGNS = 4296;
/** In a text field, and where no key ends it, what is shorter was typed by a person. */
const LEAST_SIGNS = 12;
/** Milliseconds between two signs of a reader in a text field, at most; the slowest readers take 10, the fastest people 80. */
const IN_FIELD = 60;
/** Elsewhere, where nobody types, what came longer ago belongs to something else. */
const ELSEWHERE = 1_000;
/** Milliseconds of silence that end what a reader types without a key at its end. */
const SILENCE = 150;

type TextField = HTMLInputElement | HTMLTextAreaElement;

interface Typed {
  readonly text: string;
  /** When the last sign came, as events tell the time. */
  readonly at: number;
  /** The text field that it went into, and what stood there before. */
  readonly field: TextField | undefined;
  readonly before: string;
  /** An input method may hold some of it. */
  readonly composed: boolean;
}

const fieldOf = (target: EventTarget | null): TextField | undefined =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : undefined;

/**
 * Takes what a barcode reader types, wherever the focus is: signs, then Enter, Tab or silence, as readers are set.
 * A reader in a text field is told from a person by its speed; what it typed there is taken out again.
 * @param take answers whether it was meant for this page; otherwise all stays as if nobody had listened
 */
export function onScan(take: (scanned: string) => boolean): void {
  let typed: Typed | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;

  /** @returns whether the page took it */
  const end = (): boolean => {
    clearTimeout(silence);
    const scanned = typed;
    typed = undefined;
    if (!scanned || (scanned.field && scanned.text.length < LEAST_SIGNS)) return false;
    if (!take(scanned.text)) return false;
    restore(scanned);
    return true;
  };
  const hear = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const field = fieldOf(event.target);
    if (typed && (typed.field !== field || event.timeStamp - typed.at > (field ? IN_FIELD : ELSEWHERE))) {
      typed = undefined;
    }
    if (event.key === 'Enter' || event.key === 'Tab') {
      if (!end()) return;
      // Not for the button that happens to have the focus, nor for the form.
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    typed = withSign(typed, event, field);
    if (!typed) return;
    clearTimeout(silence);
    if (typed.text.length >= LEAST_SIGNS) silence = setTimeout(end, SILENCE);
  };
  addEventListener('keydown', hear, { capture: true });
  onScopeDispose(() => {
    clearTimeout(silence);
    removeEventListener('keydown', hear, { capture: true });
  });
}

/** What is typed with one more sign, or as it was where the key has none. */
function withSign(
  typed: Typed | undefined,
  event: KeyboardEvent,
  field: TextField | undefined,
): Typed | undefined {
  const isHeldBack = event.key === 'Process';
  const sign = isHeldBack ? signOfKey(event.code, event.shiftKey) : event.key;
  if (sign.length !== 1) return typed;
  const before = typed ?? { text: '', field, before: field?.value ?? '', composed: false };
  return {
    ...before,
    text: (before.text + sign).slice(-MAX_SIGNS),
    at: event.timeStamp,
    composed: before.composed || isHeldBack,
  };
}

/** Puts back what stood in the field before the reader typed into it. */
function restore({ field, before, composed }: Typed): void {
  if (!field) return;
  if (composed) {
    // Ends the composition of the input method, which would put its signs in later.
    field.blur();
    field.focus();
  }
  field.value = before;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
