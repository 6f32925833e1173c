/** The registry's own process: it ends with the one that started it. */
import { runServer } from "verdaccio"

const [storage = ""] = process.argv.slice(2)

const server = await runServer({
  storage,
  self_path: storage,
  uplinks: {},
  packages: { "@*/*": { access: "$all", publish: "$all" } },
  max_body_size: "20mb",
  web: { enable: false },
  log: { type: "stdout", format: "pretty", level: "fatal" },
})

process.on("disconnect", () => process.exit())
server.listen(0, "127.0.0.1", () => process.send?.(`127.0.0.1:${server.address().port}`))
