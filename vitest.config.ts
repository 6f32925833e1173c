import { availableParallelism } from "node:os"

import { defineConfig } from "vitest/config"
import { BaseSequencer, type TestSpecification } from "vitest/node"

/** What takes longest, longest first: begun last, it would leave the other cores with nothing to do. */
const longest = [
  "crash/boundaries",
  "install/install",
  "arrival",
  "crash/faults",
  "crash/frozen",
  "undoKilled",
  "signedOff",
  "everySource",
]

const rank = ({ moduleId }: TestSpecification): number => {
  const index = longest.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`))
  return index === -1 ? longest.length : index
}

/** Vitest knows how long files took only where it has run them before; on a new checkout it goes by their size. */
class LongestFirst extends BaseSequencer {
  override async sort(files: Array<TestSpecification>): Promise<Array<TestSpecification>> {
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other))
  }
}

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
    globalSetup: ["./apps/waybill/test/support/temporary.ts", "./apps/waybill/test/support/commandLine.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A worker loads effect and the packages once, not for each of hundreds of files; so a test puts back what it changes.
    isolate: false,
    // A test that waits, for a time or for a child process, leaves its core to another one.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
  },
})
