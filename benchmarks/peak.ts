/** Loaded into a measured process by `--import`: leaves its peak memory behind, in KiB. */
import { writeFileSync } from "node:fs"

process.on("exit", () => writeFileSync(process.env["PEAK_FILE"]!, String(process.resourceUsage().maxRSS)))
