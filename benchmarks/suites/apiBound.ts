import { install } from "../measure/installed.ts"
import { measured } from "../measure/process.ts"
/** Where the target's limits decide: 50 ms until each answer, 10 calls a second. */
import { startReceiver } from "../measure/receiver.ts"
import { goalAtLeast, type Suite } from "../measure/suite.ts"
import { workplace } from "../measure/workplace.ts"

const latency = 50
const perSecond = 10

export const apiBound: Suite = async ({ small }) => {
  const rows = small ? 20_000 : 100_000
  const installed = await install()
  const place = workplace(installed, rows, `{ perSecond: ${perSecond}, inFlight: 4 }`)
  const receiver = await startReceiver(latency)
  try {
    const { seconds, cpuSeconds } = await measured(place.waybill(receiver.url, "run", "--json"))
    const { requests, records, customers } = await receiver.counted()
    if (records !== rows) throw new Error(`${records} records arrived, and not ${rows}`)
    // Customers go in one call, which the receiver counts apart.
    const calls = requests + Math.ceil(customers / 500)
    const least = (calls - 1) / perSecond
    return [
      "## Bound by the API",
      `${rows.toLocaleString("en-US")} invoices, ${latency} ms until each answer, ${perSecond} calls a second: ${calls} calls take at least ${least.toFixed(1)} s.`,
      [
        `- the whole command took ${seconds.toFixed(1)} s, and ${cpuSeconds.toFixed(1)} s of CPU meanwhile: reading, mapping and writing down go on while calls wait`,
        goalAtLeast("of the allowed calls used", least / seconds, 0.95),
      ].join("\n"),
    ].join("\n\n")
  } finally {
    receiver.stop()
    place.remove()
    installed.remove()
  }
}
