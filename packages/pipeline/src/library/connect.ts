/**
 * A connection of a pipeline that a program defines: a connector with its settings.
 */
import type { Connector } from "@waybill/connector"
import type { Redacted } from "effect"

type IsAny<T> = 0 extends 1 & T ? true : false

/** What a setting is given as: as in a pipeline file, but a secret only as a `Redacted`. */
type Given<Type, Encoded> = [NonNullable<Type>] extends [Redacted.Redacted<any>]
  ? Redacted.Redacted | Extract<Encoded, undefined>
  : Encoded extends ReadonlyArray<unknown>
    ? Encoded
    : Encoded extends object
      ? {
          readonly [K in keyof Encoded]: Given<
            K extends keyof NonNullable<Type> ? NonNullable<Type>[K] : unknown,
            Encoded[K]
          >
        }
      : Encoded

/** The settings of a connector, by its schema: what has a default may be left out. */
export type SettingsInput<Settings, Input> =
  IsAny<Input> extends true ? Readonly<Record<string, unknown>> : Given<Settings, Input>

export interface Connected {
  readonly connector: Connector
  readonly settings: Readonly<Record<string, unknown>>
}

/**
 * Gives a connector its settings. They are checked when the pipeline is opened; relative paths start at the pipeline's
 * directory.
 */
export const connect = <Settings, Input>(
  connector: Connector<Settings, Input>,
  settings: SettingsInput<Settings, Input> & object,
): Connected => ({ connector, settings: Object.fromEntries(Object.entries(settings)) })
