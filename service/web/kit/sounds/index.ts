export { sound, sounds } from './sounds';
export type { Sound } from './sounds';
export { canSpeak, hushSpeech, speak, speech } from './speech';
