/** The calls of a day, as the ledger counts them; loaded for the first one. */
export { openDayBudget } from "@waybill/pipeline"
