export { makeFolderAtomically, writeFileAtomically } from './atomic.js';
export { FolderStore } from './folder-store.js';
export { TooLarge, readFileBounded, readStreamBounded } from './read-bounded.js';
