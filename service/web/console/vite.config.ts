import { defineConfig } from 'vite';
import { app } from '../build/app.ts';

/** The department's console. */
export default defineConfig(app({ config: import.meta.url, page: '/console' }));
