import type { Reporter, TestModule } from "vitest/node"

/** Ends the run's output with one plain line, `N passed, N failed`, that any reader of a log can find. */
export default class TestSummary implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>, unhandledErrors: ReadonlyArray<unknown>): void {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 }
    for (const module of modules) {
      // A file that could not even be loaded has no test that could fail: it counts as one failure itself.
      count.failed += module.errors().length
      for (const test of module.children.allTests()) count[test.result().state] += 1
    }
    const skipped = count.skipped + count.pending
    process.on("exit", () => {
      if (skipped > 0) console.log(`${skipped} skipped`)
      console.log(`${count.passed} passed, ${count.failed} failed`)
    })
  }
}
