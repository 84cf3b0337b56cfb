import { remembered } from './remembered';

/** Light or dark, as the device says until the reader chooses. */
export const colours = remembered('certbridge.colours', ['device', 'light', 'dark'], (chosen) => {
  document.documentElement.dataset['colours'] = chosen;
});
