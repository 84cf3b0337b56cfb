import { defineConfig } from 'vite';
import { app } from '../build/app.ts';

/** A resident's wallet. */
export default defineConfig(app({ config: import.meta.url, page: '/wallet', installed: { routed: false } }));
