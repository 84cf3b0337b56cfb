import { shallowRef } from 'vue';
import type { Words } from '../words';

/** Something that was done, said for a while where it disturbs nothing. */
export interface Announcement {
  readonly words: Words;
  /** Numbers it, so that the same words said twice are two. */
  readonly n: number;
}

/** The newest; `Announcements.vue` shows it and tells it to whoever listens to a screen reader. */
export const announcement = shallowRef<Announcement>();

/** Says that something was done. What must not be missed is a notice on the page instead. */
export function announce(words: Words): void {
  announcement.value = { words, n: (announcement.value?.n ?? 0) + 1 };
}

export function hushAnnouncement(): void {
  announcement.value = undefined;
}
