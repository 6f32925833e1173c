import { Schema } from "effect"

import { Text } from "./Text.ts"

/** A postal address (EN 16931 BG-5, BG-8, BG-15). */
export const Address = Schema.Struct({
  /** Street and number (BT-50). */
  line1: Schema.optionalKey(Text),
  /** Further street, building or floor (BT-51). */
  line2: Schema.optionalKey(Text),
  /** BT-52, town or city. */
  city: Schema.optionalKey(Text),
  /** State, county or province (BT-54, country subdivision). */
  region: Schema.optionalKey(Text),
  /** BT-53, ZIP code. */
  postalCode: Schema.optionalKey(Text),
  /** As the source writes it; ISO 3166-1 alpha-2 where the target asks for it (BT-55). */
  country: Schema.optionalKey(Text),
}).annotate({ identifier: "Address" })
export type Address = typeof Address.Type
