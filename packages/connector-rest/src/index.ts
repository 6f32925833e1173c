/** Plain JSON APIs as Waybill sources and destinations, described in the pipeline file. */
export { rest } from "./connector.ts"
export { errors } from "./errors.ts"
export { RestSettings } from "./Settings.ts"
export { type FieldType, fieldTypes, type SetType, setTypes, Stream } from "./StreamSettings.ts"
