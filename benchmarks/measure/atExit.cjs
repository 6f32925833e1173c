// Required into a measured process: leaves behind what it used, times in microseconds and memory in KiB. Linux hands the parent's peak
// on as `maxRSS`, so the process's own is read where it says it.
const { existsSync, readFileSync, writeFileSync } = require("node:fs")

const ownPeak = () => {
  const status = existsSync("/proc/self/status") ? readFileSync("/proc/self/status", "utf8") : ""
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1])
}

process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  writeFileSync(process.env.USAGE_FILE, JSON.stringify({ userCPUTime, systemCPUTime, maxRSS: ownPeak() || maxRSS }))
})
