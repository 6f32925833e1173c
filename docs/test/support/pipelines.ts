/** Pipeline files and parts of them as pages show them, against the reader and the schema that the code has. */
import { NodeServices } from "@effect/platform-node"
import { Ajv2020 } from "ajv/dist/2020.js"
import { Effect, FileSystem, Layer } from "effect"
import { FetchHttpClient } from "effect/http"
import { parseDocument } from "yaml"

// @boundaries-ignore what reads a pipeline file is asked as the program asks it
import { composition } from "../../../apps/waybill/src/composition.ts"
// @boundaries-ignore the schema with the settings of every connector
import { fileSchemaText } from "../../../apps/waybill/src/fileSchema.ts"
// @boundaries-ignore the reader
import { loadPipeline } from "../../../packages/pipeline/src/index.ts"

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: ReadonlyArray<string>
  readonly [keyword: string]: unknown
}

const schema: Schema & { readonly $defs: Readonly<Record<string, Schema>> } = JSON.parse(fileSchemaText())

const ajv = new Ajv2020({ strict: false, allErrors: true }).addSchema({ ...schema, $id: "file" })

/** A definition whose keys need not all be there. */
const partOf = (name: string) => {
  const definition = schema.$defs[name]!
  const refs = JSON.stringify({ ...definition, required: [] }).replaceAll('"#/$defs/', '"file#/$defs/')
  return ajv.compile(JSON.parse(refs))
}

const mapOf = (name: string) => ajv.compile({ type: "object", additionalProperties: { $ref: `file#/$defs/${name}` } })

/** What a part of a pipeline file may be: keys of the file, of a flow, a connection, or some flows or connections by name. */
const parts = [
  partOf("PipelineFile"),
  partOf("Flow"),
  ajv.compile({ $ref: "file#/$defs/Connection" }),
  mapOf("Flow"),
  mapOf("Connection"),
  ajv.compile({ $ref: "file#/$defs/map.any" }),
]

type Validate = (typeof parts)[number]

const problems = ({ errors }: Validate): ReadonlyArray<string> =>
  (errors ?? [])
    // That a condition's branch fails is said by what fails in it.
    .filter(({ keyword }) => keyword !== "if")
    .map(
      ({ instancePath, message = "", params }) =>
        `${instancePath || "/"} ${message} ${String(params["additionalProperty"] ?? params["missingProperty"] ?? "")}`,
    )

const parsed = (text: string): { readonly value: unknown; readonly errors: ReadonlyArray<string> } => {
  const document = parseDocument(text)
  return { value: document.toJS(), errors: document.errors.map(({ message }) => message.split("\n")[0]!) }
}

/** What is wrong with some YAML that is no file of ours. */
export const yamlFaults = (text: string): ReadonlyArray<string> => parsed(text).errors

/** What is wrong with a part of a pipeline file: of the kind that it comes nearest to. */
export const partFaults = (text: string): ReadonlyArray<string> => {
  const { value, errors } = parsed(text)
  if (errors.length > 0) return errors
  const found = parts.map((validate) => (validate(value) ? [] : problems(validate)))
  return found.toSorted((a, b) => a.length - b.length)[0]!
}

export const isWhole = (text: string): boolean => /^version:/m.test(text)

const validateWhole = ajv.compile({ $ref: "file#/$defs/PipelineFile" })

const platform = Layer.merge(NodeServices.layer, FetchHttpClient.layer)

/** What is wrong with a whole pipeline file, by its reader and, for the settings of its connections, by the schema. */
export const pipelineFaults = (text: string): Promise<ReadonlyArray<string>> => {
  const variables = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = ""]) => [name, "value"])
  const world = { ...composition, environment: Object.fromEntries(variables) }
  const read = Effect.gen(function* () {
    const files = yield* FileSystem.FileSystem
    const path = `${yield* files.makeTempDirectoryScoped()}/waybill.yaml`
    yield* files.writeFileString(path, text)
    return yield* Effect.match(loadPipeline(path, world), {
      onSuccess: () => [],
      onFailure: ({ diagnostics }) => diagnostics.map(({ code, message }) => `${code} ${message}`),
    })
  })
  return Effect.runPromise(
    read.pipe(
      Effect.map((faults) =>
        faults.length > 0 || validateWhole(parsed(text).value) ? faults : problems(validateWhole),
      ),
      Effect.scoped,
      Effect.provide(platform),
    ),
  )
}
