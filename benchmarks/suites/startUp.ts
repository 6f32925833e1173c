/** How long a command takes until it has done its little: what a person waits for after typing it. */
import { install, type Installed } from "../measure/installed.ts"
import { type Command, measured } from "../measure/process.ts"
import { startReceiver } from "../measure/receiver.ts"
import { type Contender, median, ratio, type Sample, sideBySide, type Standing } from "../measure/sideBySide.ts"
import { goal, type Suite } from "../measure/suite.ts"
import { type Workplace, workplace } from "../measure/workplace.ts"

/** Times the start of node alone. */
const most = 4
const goals = ["waybill --help", "waybill check"]

const nothing: Command = { args: ["-e", "0"] }

const start = (name: string, command: Command): Contender => ({
  name,
  run: async () => ({ ...(await measured(command)), check: "exit code 0" }),
})

const wall = ({ seconds }: Sample): number => seconds
const cpu = ({ cpuSeconds }: Sample): number => cpuSeconds

const millis = ({ samples }: Standing, of: (sample: Sample) => number): string => {
  const values = samples.map((sample) => of(sample) * 1000)
  return `${median(values).toFixed(0)} (${Math.min(...values).toFixed(0)}–${Math.max(...values).toFixed(0)})`
}

const table = (standings: ReadonlyArray<Standing>): string => {
  const base = standings[0]!
  const rows = standings.map((each) => [
    each.name,
    millis(each, wall),
    ratio(each, base, wall).toFixed(2),
    millis(each, cpu),
    ratio(each, base, cpu).toFixed(2),
  ])
  const lines = [["", "wall ms", "ratio", "CPU ms", "ratio"], ["---", ...Array(4).fill("---:")], ...rows]
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")
}

const invoices = 200

/** Where everything has been delivered once: nothing more is sent, so that the receiver may be gone. */
const delivered = async (installed: Installed): Promise<Workplace & { readonly url: string }> => {
  const place = workplace(installed, invoices)
  const { url, stop } = await startReceiver()
  await measured(place.waybill(url, "run")).finally(stop)
  return { ...place, url }
}

export const startUp: Suite = async ({ rounds, small }) => {
  const installed = await install()
  try {
    const { url, waybill, remove } = await delivered(installed)
    const command = (...args: ReadonlyArray<string>) => waybill(url, ...args)
    const commands = [["--help"], ["check"], ["status"], ["run"]]
    // The first start of each fills V8's cache.
    for (const args of commands) await measured(command(...args))
    const contenders = [
      start("node -e 0", nothing),
      start("node -e 0, again", nothing),
      ...commands.map((args) => start(`waybill ${args.join(" ")}`, command(...args))),
    ]
    const standings = await sideBySide(contenders, small ? 3 : Math.max(rounds, 10))
    remove()
    const [base] = standings
    const told = standings
      .filter(({ name }) => goals.includes(name))
      .flatMap((each) => [
        goal(`\`${each.name}\`, wall, against node alone`, ratio(each, base!, wall), most),
        goal(`\`${each.name}\`, CPU, against node alone`, ratio(each, base!, cpu), most),
      ])
    return [
      "## Start-up",
      "A whole process as it is installed, V8's cache filled; `check` and `status` of the benchmark's own pipeline with 200 invoices that were delivered, `run` of it where nothing has changed.",
      table(standings),
      told.join("\n"),
    ].join("\n\n")
  } finally {
    installed.remove()
  }
}
