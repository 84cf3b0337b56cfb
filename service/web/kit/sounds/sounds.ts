import { remembered } from '../language';

/** Whether the apps make sounds on this device. */
export const sounds = remembered('certbridge.sounds', ['on', 'off']);

/** A tone: frequency in Hz, start and length in seconds. */
type Tone = readonly [hertz: number, at: number, length: number];

/** Told apart by rhythm as well as by pitch: who hears badly, or a cheap speaker, still tells them apart. */
const tones = {
  /** One, rising: as it should be. */
  good: [
    [660, 0, 0.09],
    [990, 0.09, 0.16],
  ],
  /** Two of one pitch: look again. */
  doubt: [
    [520, 0, 0.14],
    [520, 0.24, 0.14],
  ],
  /** Three, low: no. */
  bad: [
    [260, 0, 0.16],
    [260, 0.24, 0.16],
    [196, 0.48, 0.36],
  ],
  /** Something was read. */
  taken: [[1400, 0, 0.05]],
} as const satisfies Readonly<Record<string, readonly Tone[]>>;

export type Sound = keyof typeof tones;

let context: AudioContext | undefined;

/** Plays a sound, drawn by the browser itself; nothing is loaded. Silent until somebody touched the page (browsers ask for that). */
export function sound(kind: Sound): void {
  if (sounds.value === 'off') return;
  context ??= new AudioContext();
  void context.resume().catch(() => undefined);
  const start = context.currentTime;
  for (const [hertz, at, length] of tones[kind]) play(context, hertz, start + at, length);
}

const LOUD = 0.25;
const RAMP = 0.01;

/** Rises and falls within a hundredth of a second: an abrupt edge would click. */
function play(to: AudioContext, hertz: number, from: number, length: number): void {
  const tone = to.createOscillator();
  const volume = to.createGain();
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(0, from);
  volume.gain.linearRampToValueAtTime(LOUD, from + RAMP);
  volume.gain.setValueAtTime(LOUD, from + length - RAMP);
  volume.gain.linearRampToValueAtTime(0, from + length);
  tone.connect(volume).connect(to.destination);
  tone.start(from);
  tone.stop(from + length);
}
