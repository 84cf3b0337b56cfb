import { pageHeaders } from '../../platform/pages/index.js';

/** Of every answer under /v; the holder's photo is shown from an authenticated PDF, whose bytes never leave the page's memory. */
export const securityHeaders = pageHeaders({ camera: true, wasm: true, workers: true });
