/** Writes the reference pages of the connectors, docs/connectors/*.md, and the settings in their packages' READMEs. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"

import { connectorPages, folder } from "./connectorPages/pages.ts"
import { connectorReadmes } from "./connectorPages/readmes.ts"

for (const [name, text] of connectorPages()) writeFileSync(join(folder, name), text)
for (const [path, text] of connectorReadmes()) writeFileSync(path, text)
