import { basename, dirname } from "node:path"

import { assert, describe, expect, it } from "vitest"

// @boundaries-ignore the tables are made by a script of the repository, not by the program
import { connectorReadmes } from "../../../scripts/connectorPages/readmes.ts"
import { connectors } from "../src/connectors.ts"

describe("the settings in the READMEs of connectors, generated from the code", () => {
  const readmes = [...connectorReadmes()].map(([path, text]) => [basename(dirname(path)), path, text] as const)

  it.each(readmes)("%s: they are what `pnpm run docs` writes", async (_, path, text) => {
    await expect(text).toMatchFileSnapshot(path)
  })

  it("are in that of every connector's package", () => {
    assert.sameMembers(
      readmes.map(([name]) => name),
      connectors.map(({ name }) => `connector-${name}`),
    )
  })
})
