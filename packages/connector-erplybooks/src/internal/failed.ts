/**
 * How ERPLY Books says no, whatever the status of HTTP: a body with `exception` or `exceptionType`. Its texts are in any
 * language, so nothing here reads them.
 */
import { Option, Predicate } from "effect"

export interface Failed {
  /** The status that the body names. */
  readonly status?: number
  /** `DataConflictException`; empty where it is no plain name. */
  readonly exceptionType: string
  readonly messageCodes: ReadonlyArray<string>
  /** What people read, as the vendor says it. */
  readonly message: string
}

export const parseJson: (text: string) => Option.Option<unknown> = Option.liftThrowable((text: string): unknown =>
  JSON.parse(text),
)

const fieldOf = (value: unknown, name: string): unknown =>
  Predicate.hasProperty(value, name) ? (value[name] ?? undefined) : undefined

const textOf = (value: unknown, name: string): string => {
  const field = fieldOf(value, name)
  return typeof field === "string" ? field : ""
}

const plainName = /^[\w.$]{1,100}$/

/** The failure that a JSON value is; none where it is another one. */
const fromJson = (json: unknown): Option.Option<Failed> => {
  const exception = fieldOf(json, "exception")
  const exceptionType = fieldOf(json, "exceptionType")
  if (exception === undefined && exceptionType === undefined) return Option.none()
  const status = fieldOf(json, "statusCode")
  const messages = fieldOf(exception, "messages")
  const codes = Array.isArray(messages) ? messages.map((message) => textOf(message, "messageCode")) : []
  return Option.some({
    ...(typeof status === "number" ? { status } : {}),
    exceptionType: typeof exceptionType === "string" && plainName.test(exceptionType) ? exceptionType : "",
    messageCodes: codes.filter((code) => code !== ""),
    message: textOf(json, "message"),
  })
}

/** The failure that a body is. */
export const failedOf = (text: string): Option.Option<Failed> =>
  // The words first: a long list is not parsed for this.
  text.includes('"exception') ? Option.flatMap(parseJson(text), fromJson) : Option.none()
