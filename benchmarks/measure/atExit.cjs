// Required into a measured process: leaves behind what it used. `maxRSS` is in KiB, the times in microseconds.
const { writeFileSync } = require("node:fs")

process.on("exit", () => writeFileSync(process.env.USAGE_FILE, JSON.stringify(process.resourceUsage())))
