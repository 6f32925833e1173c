import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: [
      "packages/*/test/**/*.test.ts",
      "apps/*/test/**/*.test.ts",
      "templates/*/test/**/*.test.ts",
      "docs/test/**/*.test.ts",
      "examples/**/*.test.ts",
      "benchmarks/**/*.test.ts",
    ],
    reporters: ["default", "./scripts/test-summary.ts"],
    globalSetup: ["./apps/waybill/test/support/commandLine.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A test that waits for a child process leaves its core to another one.
    maxWorkers: "100%",
  },
})
