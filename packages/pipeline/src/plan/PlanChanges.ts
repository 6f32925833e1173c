/** What a plan says of one flow beside the counts: which fields its updates change. */
import type { Entity } from "@waybill/model"

import type { Decision } from "../flow/Decision.ts"
import { changedFields } from "../flow/fieldDigests.ts"

/** An update, and the fields of the model that it changes. */
export interface PlannedUpdate {
  readonly key: string
  readonly row: number
  /** Empty: none of the model's: a field of the target's own, by `set` or a setting. */
  readonly fields: ReadonlyArray<string>
}

export interface PlannedChanges {
  /** By field of the model: how many updates change it. */
  readonly fields: Readonly<Record<string, number>>
  /** Updates of fields that the model has no word for: by `set`, or by a setting of the connection. */
  readonly otherFields: number
  /** Updates of which nobody can tell: an older version delivered the record, or it was only found in the target. */
  readonly untold: number
  /** The first of the updates. */
  readonly updates: ReadonlyArray<PlannedUpdate>
}

/** So many updates are told one by one. */
const told = 20

export class PlanChanges {
  private readonly fields = new Map<string, number>()
  private readonly updates: Array<PlannedUpdate> = []
  private otherFields = 0
  private untold = 0
  private readonly entity: Entity

  constructor(entity: Entity) {
    this.entity = entity
  }

  add({ verdict, key, row, fields, known }: Decision): void {
    if (verdict !== "update") return
    if (fields === undefined || known?.fields === undefined || key === undefined) {
      this.untold += 1
      return
    }
    const changed = changedFields(this.entity, known.fields, fields)
    if (changed.length === 0) this.otherFields += 1
    for (const name of changed) this.fields.set(name, (this.fields.get(name) ?? 0) + 1)
    if (this.updates.length < told) this.updates.push({ key, row, fields: changed })
  }

  summary(): PlannedChanges {
    const { fields, updates, otherFields, untold } = this
    return {
      fields: Object.fromEntries([...fields].sort(([, a], [, b]) => b - a)),
      otherFields,
      untold,
      updates,
    }
  }
}
