/**
 * Customers, both ways.
 *
 * To change: which field of Acme's is which of the model. A field that Acme does not have is left out, never squeezed into
 * another one.
 */
import type { Customer as Model } from "@waybill/model"

import { Customer, KeptCustomer } from "../Api.ts"
import { fitting, given, type Kind } from "./Kind.ts"

const fit = fitting(Customer)

export const customers: Kind<Model, Customer, KeptCustomer> = {
  name: "customers",
  entity: "customer",
  sent: Customer,
  kept: KeptCustomer,
  requires: ["name"],
  is: (model): model is Model => !("total" in model) && !("amount" in model),
  toModel: ({ number, name, email, phone }) => ({ number, name, ...given({ email, phone }) }),
  fromModel: ({ number, name = "", email, phone }) => fit({ number, name, ...given({ email, phone }) }),
  parents: () => [],
  readBack: { name: "name", email: "email", phone: "phone" },
}
