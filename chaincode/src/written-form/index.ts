export type { WrittenFormRefusal } from './characters.js';
export { UNICODE_VERSION } from './tables.js';
export { isWrittenForm, writtenForm } from './written-form.js';
export type { RefusedCharacter, WrittenForm, WrittenFormChange } from './written-form.js';
