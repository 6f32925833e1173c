/** The `.env` file beside a pipeline file. */
import { parseEnv } from "node:util"

import type { Environment } from "./variables.ts"

/** `NAME=value` lines, as Node reads them: comments, quotes, `export`. What is no such line is skipped. */
export const readDotEnv = (text: string): Environment =>
  // A byte order mark would become part of the first name.
  parseEnv(text.replace(/^\uFEFF/, ""))
