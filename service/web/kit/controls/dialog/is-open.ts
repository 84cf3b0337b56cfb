/** Whether something is asked that has to be answered first: what is behind it must stay as it is. */
export const isDialogOpen = (): boolean => document.querySelector('dialog[open]') !== null;
