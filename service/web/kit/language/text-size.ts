import { remembered } from './remembered';

/** `elder`: 适老: the smallest text is 20 px instead of 14. */
export const textSize = remembered('certbridge.text-size', ['usual', 'elder'], (chosen) => {
  document.documentElement.dataset['textSize'] = chosen;
});
