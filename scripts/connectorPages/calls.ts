/** The calls of a system from their declaration: what each takes and answers, and the objects and identifiers in it. */
import { type Context, type Schema, SchemaAST } from "effect"
import { HttpApi, type HttpApiEndpoint } from "effect/http-api"

import { type Field, fieldsOf, type Reading } from "./fields.ts"
import { identifierFields, textOf, variantsOf, withoutNull, words } from "./words.ts"

/** A declaration, and what all of its calls have in common and no table repeats. */
export interface Declaration {
  readonly api: HttpApi.HttpApi<string, any>
  /** Parameters of every call. */
  readonly everywhere: ReadonlyArray<string>
  /** The field of every answer that holds what was asked for; absent: the answer itself. */
  readonly envelope?: string
  /** The identifiers that its parameters are made of. */
  readonly identifiers: ReadonlyArray<Schema.Top>
  /** What is annotated on a call: the release that brought it, and what is assumed of it. */
  readonly notes: (annotations: Context.Context<never>) => CallNotes
}

export interface CallNotes {
  readonly since: string | undefined
  readonly assumed: string | undefined
}

export interface Call extends CallNotes {
  readonly group: string
  readonly name: string
  readonly parameters: ReadonlyArray<Field>
  /** Of a call that takes a list: what of. */
  readonly takes: string
  readonly answer: string
  /** Of an answer without a name of its own. */
  readonly answered: ReadonlyArray<Field>
}

export interface NamedObject {
  readonly name: string
  readonly assumed: string | undefined
  readonly fields: ReadonlyArray<Field>
}

export interface Identifier {
  readonly name: string
  readonly description: string | undefined
  readonly assumed: string | undefined
  readonly fields: Readonly<Record<string, string>>
}

export interface Described {
  readonly calls: ReadonlyArray<Call>
  readonly objects: ReadonlyArray<NamedObject>
  readonly identifiers: ReadonlyArray<Identifier>
}

const inside = (ast: SchemaAST.AST): ReadonlyArray<SchemaAST.AST> => {
  if (SchemaAST.isUnion(ast)) return ast.types
  if (SchemaAST.isArrays(ast)) return [...ast.elements, ...ast.rest]
  return SchemaAST.isObjects(ast) ? ast.propertySignatures.map(({ type }) => type) : []
}

/** Objects and identifiers as they are met, each name once. */
class Register {
  readonly objects = new Map<string, NamedObject>()
  readonly identifiers = new Map<string, Identifier>()

  meet(type: SchemaAST.AST, reading: Reading): void {
    const ast = withoutNull(type)
    const name = textOf(ast, "identifier")
    const fields = identifierFields(ast)
    if (name !== undefined && fields !== undefined) {
      const declared = reading.identifiers.get(name) ?? ast
      const [description, assumed] = [textOf(declared, "description"), textOf(declared, "assumed")]
      this.identifiers.set(name, { name, fields, description, assumed })
      return
    }
    if (name !== undefined && variantsOf(ast).length > 0) {
      if (this.objects.has(name)) return
      this.objects.set(name, { name, assumed: textOf(ast, "assumed"), fields: fieldsOf(ast, reading) })
    }
    for (const each of inside(ast)) this.meet(each, reading)
  }
}

/** Query or body. */
const requestOf = ({ query, payload }: HttpApiEndpoint.Top): ReadonlyArray<SchemaAST.AST> => [
  ...(query === undefined ? [] : [query.ast]),
  ...[...payload.values()].flatMap(({ schemas }) => schemas.map(({ ast }: Schema.Top) => ast)),
]

const parametersOf = (endpoint: HttpApiEndpoint.Top, reading: Reading): ReadonlyArray<Field> => {
  const headers = endpoint.headers === undefined ? [] : fieldsOf(endpoint.headers.ast, reading)
  return [
    ...headers.map((field) => ({ ...field, notes: "a header" })),
    ...requestOf(endpoint).flatMap((ast) => fieldsOf(ast, reading)),
  ]
}

const answerOf = (success: SchemaAST.AST, envelope: string | undefined): SchemaAST.AST => {
  const held = variantsOf(success).flatMap((each) => each.propertySignatures.filter(({ name }) => name === envelope))
  return held[0]?.type ?? success
}

/** What is answered, in words; of what has no name of its own the fields, too. */
const answerWords = (answer: SchemaAST.AST, reading: Reading): Pick<Call, "answer" | "answered"> => {
  const ast = withoutNull(answer)
  const item = SchemaAST.isArrays(ast) ? withoutNull(ast.rest[0] ?? ast) : ast
  const isNamed = textOf(item, "identifier") !== undefined || variantsOf(item).length === 0
  return isNamed
    ? { answer: words(answer), answered: [] }
    : { answer: SchemaAST.isArrays(ast) ? "list of objects" : "object", answered: fieldsOf(item, reading) }
}

/** Every call of a declaration in its order, with what its parameters and answers are made of. */
export const describeCalls = ({ api, everywhere, envelope, identifiers, notes }: Declaration): Described => {
  const calls: Array<Call> = []
  const register = new Register()
  const known = new Map(identifiers.map(({ ast }) => [textOf(ast, "identifier") ?? "", ast]))
  const asked: Reading = { isAnswer: false, hidden: everywhere, identifiers: known }
  const answered: Reading = { isAnswer: true, hidden: [], identifiers: known }
  HttpApi.reflect(api, {
    onGroup: () => {},
    onEndpoint: ({ group, endpoint, successes, mergedAnnotations }) => {
      const request = requestOf(endpoint)
      const [answer] = [...successes.values()].flat().map(({ ast }) => answerOf(ast, envelope))
      for (const ast of request) register.meet(ast, asked)
      if (answer !== undefined) register.meet(answer, answered)
      const lists = request.filter((ast) => SchemaAST.isArrays(ast))
      calls.push({
        group: group.identifier,
        name: `${endpoint.method} ${endpoint.path}`,
        ...notes(mergedAnnotations),
        parameters: parametersOf(endpoint, asked),
        takes: lists.map(words).join(", "),
        ...(answer === undefined ? { answer: "nothing", answered: [] } : answerWords(answer, answered)),
      })
    },
  })
  return { calls, objects: [...register.objects.values()], identifiers: [...register.identifiers.values()] }
}
