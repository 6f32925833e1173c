/** Writes the reference pages of the connectors, docs/connectors/*.md. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"

import { connectorPages, folder } from "./connectorPages/pages.ts"

for (const [name, text] of connectorPages()) writeFileSync(join(folder, name), text)
