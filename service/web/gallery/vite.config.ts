import { defineConfig } from 'vite';
import { app } from '../build/app.ts';

/** Examples of all that the kit has; tests look at them, and drive what a single app could not show. */
export default defineConfig(app({ config: import.meta.url, page: '/gallery', installed: { routed: true } }));
