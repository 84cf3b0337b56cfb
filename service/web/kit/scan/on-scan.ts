import { onScopeDispose } from 'vue';
import { signOfKey } from './us-keyboard';

/** Signs that a barcode reader types before its end, at most: a QR code holds no more. */
const MAX_SIGNS = 4296;
/** In a text field, and where no key ends it, what is shorter was typed by a person. */
const LEAST_SIGNS = 12;
/**
 * Milliseconds between the first signs of a reader in a text field, at most; the slowest readers take 10, the fastest
 * people 80. Once so many came that fast it is a reader, and a busy PC may hold some of the rest back.
 */
const IN_FIELD = 60;
/** Elsewhere, where nobody types, what came longer ago belongs to something else. */
const ELSEWHERE = 1_000;
/** Milliseconds that what looks cut short is waited for: a busy PC holds keys back. */
const REST = 3_000;
/** Milliseconds of silence that may end what a reader types without a key at its end. */
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

/** Whether a key belongs to what was typed before it: in the same place, and as fast as readers type there. */
function goesOn(typed: Typed, field: TextField | undefined, at: number): boolean {
  const mayBePerson = field !== undefined && typed.text.length < LEAST_SIGNS;
  return typed.field === field && at - typed.at <= (mayBePerson ? IN_FIELD : ELSEWHERE);
}

/**
 * Takes what a barcode reader types, wherever the focus is: signs, then Enter, Tab or silence, as readers are set.
 * A reader in a text field is told from a person by its speed; what it typed there is taken out again.
 * @param take answers whether it was meant for this page; otherwise all stays as if nobody had listened. After a silence
 * `mayGoOn` is true: what looks cut short may still be coming, and is asked about again when nothing more came
 */
export function onScan(take: (scanned: string, mayGoOn: boolean) => boolean): void {
  let typed: Typed | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;

  /** @returns whether the page took it */
  const end = (mayGoOn: boolean): boolean => {
    clearTimeout(silence);
    const scanned = typed;
    if (!scanned || (scanned.field && scanned.text.length < LEAST_SIGNS) || !take(scanned.text, mayGoOn)) {
      if (mayGoOn) silence = setTimeout(() => end(false), REST);
      else typed = undefined;
      return false;
    }
    typed = undefined;
    restore(scanned);
    return true;
  };
  const hear = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const field = fieldOf(event.target);
    if (typed && !goesOn(typed, field, event.timeStamp)) typed = undefined;
    if (event.key === 'Enter' || event.key === 'Tab') {
      if (!end(false)) return;
      // Not for the button that happens to have the focus, nor for the form.
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    typed = withSign(typed, event, field);
    if (!typed) return;
    clearTimeout(silence);
    if (typed.text.length >= LEAST_SIGNS) silence = setTimeout(() => end(true), SILENCE);
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
