import { shallowRef } from 'vue';
import { language, remembered } from '../language';
import { say } from '../words';
import type { Words } from '../words';

const tags = { zh: 'zh-CN', en: 'en' } as const;

/** Whether words are also spoken on this device. */
export const speech = remembered('certbridge.speech', ['off', 'on']);

/**
 * Whether the device has a voice of its own for the reader's language: voices that send the text elsewhere
 * are not used, since what is spoken may name a person.
 */
export const canSpeak = shallowRef(false);

const voice = (): SpeechSynthesisVoice | undefined =>
  speechSynthesis
    .getVoices()
    .find(({ lang, localService }) => localService && lang.replace('_', '-').startsWith(language.value));

if ('speechSynthesis' in globalThis) {
  const look = (): void => void (canSpeak.value = voice() !== undefined);
  // Browsers find their voices some time after the page.
  speechSynthesis.addEventListener('voiceschanged', look);
  look();
}

/** Speaks, in the place of what is being spoken; silent where speech is off or the device has no voice. */
export function speak(words: Words): void {
  hushSpeech();
  const found = speech.value === 'on' && 'speechSynthesis' in globalThis ? voice() : undefined;
  if (!found) return;
  const utterance = new SpeechSynthesisUtterance(say(words));
  utterance.voice = found;
  utterance.lang = tags[language.value];
  // Slower than usual, for who hears or understands slowly.
  utterance.rate = 0.9;
  speechSynthesis.speak(utterance);
}

export function hushSpeech(): void {
  if ('speechSynthesis' in globalThis) speechSynthesis.cancel();
}
