/**
 * A flow's own function in the place of `map`: from the source's record to the core model. Types and one function: a module
 * that holds a transform loads nothing else of the engine.
 */
import type { CalendarDate, Entity, Issue, ModelOf, Money } from "@waybill/model"
import type { BigDecimal, Schema } from "effect"

/** The contract's version; a transform made for another one is refused before anything runs. */
export const transformVersion = "transform/v1"

type Whole = string | number | boolean | Money | CalendarDate | BigDecimal.BigDecimal

type OptionalKey<T, K extends keyof T> = {} extends Pick<T, K> ? K : never

/** A field that may be absent may also be `undefined`, or an empty text: it is left out then. */
type InputOf<T> = T extends Whole
  ? T
  : T extends ReadonlyArray<infer Item>
    ? ReadonlyArray<InputOf<Item>>
    : {
        readonly [K in keyof T]:
          | InputOf<T[K]>
          | (K extends OptionalKey<T, K> ? (T[K] extends string | undefined ? "" | undefined : undefined) : never)
      }

export type CustomerInput = InputOf<ModelOf["customer"]>
export type InvoiceInput = InputOf<ModelOf["invoice"]>
export type PaymentInput = InputOf<ModelOf["payment"]>

/** What a transform may return of each entity. */
export interface ModelInput {
  readonly customer: CustomerInput
  readonly invoice: InvoiceInput
  readonly payment: PaymentInput
}

/**
 * Why a record is invalid, in the transform's own words. They are shown and kept: no value of the record belongs in them
 * (invariant 7).
 */
export interface OwnIssue extends Pick<Issue, "message" | "hint" | "column" | "field"> {}

/** The model; `undefined`: the record is skipped; a list: it is invalid, and why. */
export type Made<E extends Entity> = ModelInput[E] | ReadonlyArray<OwnIssue> | undefined

export interface Transform<E extends Entity = any, R = any> {
  readonly specVersion: typeof transformVersion
  /** What the records become. */
  readonly entity: E
  /** The fields of the source's record that are used; absent: whatever the source has. */
  readonly record?: Schema.Codec<R, any>
  readonly make: (record: R, model: ModelOf[E] | undefined) => Made<E>
}

/** What a transform says of itself. */
export interface TransformDeclaration<E extends Entity, R> {
  /** What the records become. */
  readonly entity: E
  /**
   * The fields of the source's record that are used, by their types as the source has them (text in CSV). Checked against the
   * source when the pipeline is opened, and each record is held to it.
   */
  readonly record?: Schema.Codec<R, any>
}

/** A field that the model does not have is no compile error of a function's result by itself. */
type Strange<E extends Entity, M> = M extends ReadonlyArray<unknown> | undefined
  ? never
  : Exclude<keyof M, keyof ModelInput[E]>
type WithoutStrange<E extends Entity, M> = [Strange<E, M>] extends [never]
  ? unknown
  : { readonly "the model has no field": Strange<E, M> }

/**
 * Declares a transform.
 *
 * @param make plain and synchronous; called once per record or more often. `model` is what the source itself made of the
 *   record, where it can. A throw makes the record invalid, and does not end the run.
 */
export const transform = <E extends Entity, M extends Made<E>, R = Readonly<Record<string, unknown>>>(
  declaration: TransformDeclaration<E, R>,
  make: ((record: R, model: ModelOf[E] | undefined) => M) & WithoutStrange<E, M>,
): Transform<E, R> => ({ specVersion: transformVersion, ...declaration, make })
