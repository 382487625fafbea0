import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** The same two public doors as in tsconfig.json: a library's index, a module's contracts. */
const alias = [
  { find: /^@app\/([^/]+)$/, replacement: `${path('./libs/')}$1/src/index.ts` },
  { find: /^@contracts\/([^/]+)$/, replacement: `${path('./src/')}$1/contracts/index.ts` },
];

export default defineConfig({
  resolve: { alias },
  test: {
    passWithNoTests: false,
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          // The modules are loaded once for each worker, and not for each file: a quarter of the time.
          isolate: false,
          include: ['src/**/*.spec.ts', 'libs/**/*.spec.ts', 'test/**/*.spec.ts'],
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'e2e',
          // The application is loaded once for each worker, and not for each file.
          isolate: false,
          include: ['test/**/*.e2e-spec.ts'],
          globalSetup: ['test/setup/servers.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // More than the two cores of a small machine: much of the time they wait.
          maxWorkers: 3,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'screenshots',
          include: ['test/screenshots/screenshots.ts'],
          globalSetup: ['test/setup/servers.ts'],
        },
      },
    ],
  },
});
