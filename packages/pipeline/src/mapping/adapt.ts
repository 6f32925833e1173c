import type { Environment } from "@marcbachmann/cel-js"
/**
 * Source records and models as the expression engine wants them: exact decimals, cells and structs as values of a class
 * of their own, what is null left out.
 */
import { isCell } from "@waybill/connector"
import { Dates, Monies } from "@waybill/model"
import { BigDecimal, Predicate } from "effect"

import { failed } from "./failure.ts"
import type { Field, Fields, ValueType } from "./types.ts"
import { CellValue, DecimalValue, MoneyValue, ownDate } from "./values.ts"

/** How a type is called in expressions, and how a value becomes one of it. */
interface Adapter {
  readonly celType: string
  readonly adapt: (value: any) => unknown
}

/** Lets through what the source's schema says; anything else is a fault of the source. */
const only =
  <A>(is: (value: unknown) => value is A, adapt: (value: A) => unknown): Adapter["adapt"] =>
  (value) => {
    if (is(value)) return adapt(value)
    throw failed
  }

const identity = <A>(value: A): A => value

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value)
const isFinite = (value: unknown): value is number => Number.isFinite(value)

const adapters: Readonly<Record<"Text" | "Bool" | "Int" | "Number" | "Decimal" | "Money" | "Date" | "Cell", Adapter>> =
  {
    Text: {
      celType: "string",
      adapt: (value) => {
        if (typeof value === "string") return value
        throw failed
      },
    },
    Bool: { celType: "bool", adapt: only(Predicate.isBoolean, identity) },
    Int: { celType: "int", adapt: only(isWhole, BigInt) },
    Number: {
      celType: "Decimal",
      adapt: only(isFinite, (value) => new DecimalValue(BigDecimal.fromNumberUnsafe(value))),
    },
    Decimal: { celType: "Decimal", adapt: only(BigDecimal.isBigDecimal, (value) => new DecimalValue(value)) },
    Money: {
      celType: "Money",
      adapt: only(Monies.isMoney, ({ amount, currency }) => new MoneyValue(new DecimalValue(amount), currency)),
    },
    Date: { celType: "Date", adapt: only(Dates.isCalendarDate, ownDate) },
    Cell: { celType: "Cell", adapt: only(isCell, (value) => new CellValue(value)) },
  }

/** A struct that expressions know. */
export interface StructType {
  readonly celType: string
  readonly fields: Fields
  /** Copies fields of a raw struct into one that expressions can read. */
  readonly copy: (only?: ReadonlySet<string>) => (raw: Readonly<Record<string, unknown>>) => object
  /** One field of a raw struct, as expressions would read it; `undefined` where it is absent. */
  readonly read: (key: string) => ((raw: Readonly<Record<string, unknown>>) => unknown) | undefined
  /** The struct that a field holds, if it holds one. */
  readonly inner: (key: string) => StructType | undefined
}

/** Names structs one after another, `Record`, `Record2`, and remembers them by that name. */
export class Structs {
  readonly byName = new Map<string, StructType>()
  readonly #environment: Environment
  constructor(environment: Environment) {
    this.#environment = environment
  }

  declare(root: string, fields: Fields, number = 1): StructType {
    const name = number === 1 ? root : `${root}${number}`
    if (this.byName.has(name)) return this.declare(root, fields, number + 1)
    const known = new Map<string, Adapter>()
    const Instance = class {
      [key: string]: unknown
    }
    const struct = makeStruct(name, fields, known, Instance, this.byName)
    this.byName.set(name, struct)
    for (const [key, { type }] of fields) {
      const adapter = this.#adapterOf(root, type)
      // A name that every object has would be found where the field is absent.
      if (adapter !== undefined && !(key in Object.prototype)) known.set(key, adapter)
    }
    const celTypes = [...known].map(([key, { celType }]) => [key, celType] as const)
    this.#environment.registerType(name, { ctor: Instance, fields: Object.fromEntries(celTypes) })
    return struct
  }

  #adapterOf(root: string, type: ValueType): Adapter | undefined {
    if (type._tag === "Unknown") return undefined
    if (type._tag === "Struct") {
      const struct = this.declare(root, type.fields)
      const copy = struct.copy()
      return { celType: struct.celType, adapt: copy }
    }
    if (type._tag !== "List") return adapters[type._tag]
    const item = this.#adapterOf(root, type.item)
    return item === undefined
      ? undefined
      : { celType: `list<${item.celType}>`, adapt: (values: ReadonlyArray<unknown>) => values.map(item.adapt) }
  }
}

const makeStruct = (
  celType: string,
  fields: ReadonlyMap<string, Field>,
  known: ReadonlyMap<string, Adapter>,
  Instance: new () => Record<string, unknown>,
  byName: ReadonlyMap<string, StructType>,
): StructType => ({
  celType,
  fields,
  copy: (only) => {
    let keys: ReadonlyArray<readonly [string, Adapter["adapt"]]> | undefined
    return (raw) => {
      // The fields are known only when all structs are.
      keys ??= [...known].flatMap(([key, { adapt }]) => (only?.has(key) === false ? [] : [[key, adapt] as const]))
      const instance = new Instance()
      for (const [key, adapt] of keys) {
        const value = raw[key]
        if (value !== undefined && value !== null) instance[key] = adapt(value)
      }
      return instance
    }
  },
  read: (key) => {
    const adapt = known.get(key)?.adapt
    return (
      adapt &&
      ((raw) => {
        const value = raw[key]
        return value === undefined || value === null ? undefined : adapt(value)
      })
    )
  },
  inner: (key) => byName.get(known.get(key)?.celType ?? ""),
})
