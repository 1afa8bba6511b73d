import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{lib,server,agent,lab,bin,app}/**/*.test.{ts,tsx}'],
          // Some write real disks; a machine that is busy elsewhere makes them slow, not wrong.
          testTimeout: 30_000,
          // Pure functions share a worker safely, and most of the minute went into starting workers.
          pool: 'threads',
          isolate: false,
          // The default leaves a processor to whoever watches; on two that is half of them.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{lab,lib,server,agent,e2e}/**/*.integration.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.e2e.ts'],
          testTimeout: 90_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
