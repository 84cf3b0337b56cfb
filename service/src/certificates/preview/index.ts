/** Preview (样张): what a certificate of a type will look like, before anything is issued. */
export { preview } from './preview.js';
export type { PreviewParts, PreviewRequest } from './preview.js';
export { LayoutWrong, ValuesWrong } from './errors.js';
export { previewOperations } from './operations.js';
