import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig(({ mode }) => ({
  plugins: [svelte()],
  clearScreen: false,
  server: { port: 1420, strictPort: true },
  preview: { port: 1420, strictPort: true },
  // Svelte's own code has a server and a browser half; tests mount components and want the browser's.
  resolve: mode === 'test' ? { conditions: ['browser'] } : {},
  // A worker that is a module of its own runs under the policy of the page: no blob, no text to evaluate.
  worker: { format: 'es' },
  build: { target: 'es2022', sourcemap: false, chunkSizeWarningLimit: 1200 },
  test: {
    environment: 'happy-dom',
    include: ['tests/**/*.test.ts'],
    restoreMocks: true,
    testTimeout: 60_000,
  },
}));
