/** The JSON Schema of the pipeline file, with the settings of the installed connectors. */
import { pipelineJsonSchema } from "@waybill/pipeline"

import { connectors } from "./connectors.ts"

export const fileSchemaText = (): string => `${JSON.stringify(pipelineJsonSchema(connectors), null, 2)}\n`
