/**
 * The first pipeline file, put together from what moves where.
 */
export const sources = ["csv", "excel", "crmcom", "erplybooks"] as const
export const targets = ["payorcrm", "crmcom", "erplybooks", "csv", "excel"] as const
export type SourceName = (typeof sources)[number]
export type TargetName = (typeof targets)[number]

/** What is installed for a system. */
interface Ends {
  readonly from: SourceName
  readonly to: TargetName
}

const crmcom = `    connector: crmcom
    baseUrl: \${CRMCOM_URL} # up to and with /crmapi/rest/v2
    webApiKey: \${CRMCOM_WEB_API_KEY}
    release: R13.0.0 # the installation's own: what is newer is neither called nor sent
    currency: EUR # the accounts' currency: CRM.COM's records do not name theirs
    timeZone: Asia/Nicosia # CRM.COM keeps moments in UTC; here they become days`

const erplybooks = `    connector: erplybooks
    baseUrl: \${ERPLYBOOKS_URL}
    token: \${ERPLYBOOKS_TOKEN}`

const source: Readonly<Record<SourceName, string>> = {
  csv: `    connector: csv
    directory: ./data`,
  excel: `    connector: excel
    directory: ./data`,
  crmcom: `${crmcom}
    accounts: ./data/accounts.csv # no call lists all accounts: the first column names them`,
  erplybooks: `${erplybooks}
    since: "2026-01-01" # read from this day on, a month at a time`,
}

const target: Readonly<Record<TargetName, string>> = {
  csv: `    connector: csv
    directory: ./out`,
  excel: `    connector: excel
    directory: ./out`,
  payorcrm: `    connector: payorcrm
    baseUrl: \${PAYORCRM_URL} # the environment, or a .env file beside this one
    apiKey: \${PAYORCRM_API_KEY}
    apiSecret: \${PAYORCRM_API_SECRET}
    amountUnit: decimal # 12.34 is sent as 12.34; find out with one upload what your account expects
    rateLimit: { perSecond: 5 }`,
  crmcom: `${crmcom}
    land: draft # nothing counts before \`waybill post RUN\`; \`posted\`: at once
    paymentType: { name: Payment } # as the installation names it
    paymentMethod: { name: Bank Transfer } # of a payment that names none`,
  erplybooks: `${erplybooks}
    paymentAccount: "1020" # the number of the bank account`,
}

const streamOf = {
  csv: (entity: string) => `${entity}.csv`,
  excel: (entity: string) => `receivables.xlsx#${entity[0]!.toUpperCase()}${entity.slice(1)}`,
  payorcrm: (entity: string) => entity,
  crmcom: (entity: string) => entity,
  erplybooks: (entity: string) => entity,
} as const

const between = ({ from, to }: Ends, entities: "customers" | "invoices" | "payments"): string =>
  `    from: { connection: source, stream: ${JSON.stringify(streamOf[from](entities))} }
    to: { connection: target, stream: ${JSON.stringify(streamOf[to](entities))} }
    entity: ${entities.slice(0, -1)}`

const fileToTarget = (ends: Ends): string => `  customers:
${between(ends, "customers")}
    where: record.Status != "closed"
    map:
      number: record["Customer No"]
      name: record.Company
      email: lower(trim(record.Email))
      phone: record.Phone
  invoices:
    after: [customers]
${between(ends, "invoices")}
    map:
      number: record["Invoice No"]
      customerNumber: record["Customer No"]
      issueDate: date(record.Issued, "dd/MM/yyyy")
      dueDate: date(record.Due, "dd/MM/yyyy")
      total: money(record.Amount, "EUR")
`

const fileToCrmcom = (ends: Ends): string => `  payments:
${between(ends, "payments")}
    map:
      number: record["Payment No"]
      customerNumber: record.Account
      receivedDate: date(record.Received, "dd/MM/yyyy")
      amount: money(record.Amount, "EUR")
      method: record.Method
`

const fileToErplybooks = (ends: Ends): string => `  payments:
${between(ends, "payments")}
    map:
      number: record["Payment No"]
      customerNumber: record.Customer
      receivedDate: date(record.Received, "dd/MM/yyyy")
      amount: money(record.Amount, "EUR")
      allocations:
        - invoiceNumber: record.Invoice # looked up; the payment waits where it is not there yet
`

/** What the connector knows by itself is not written: only what is added, or left out. */
const systemToTarget = (ends: Ends): string => `  customers:
${between(ends, "customers")}
    map:${ends.to === "payorcrm" ? '\n      email: lookup("emails", model.number)' : " {}"}
  invoices:
    after: [customers]
${between(ends, "invoices")}
    where: ${ends.from === "crmcom" ? 'record.life_cycle_state == "POSTED" && ' : ""}model.balance > money("0", "EUR")
    map: {}
`

/** Whether it is a system that is read and written by a connector of its own, and not a file. */
export const isSystem = (end: SourceName | TargetName): boolean => end !== "csv" && end !== "excel"

const flows = (ends: Ends): string => {
  if (isSystem(ends.from)) return systemToTarget(ends)
  if (ends.to === "erplybooks") return fileToErplybooks(ends)
  return ends.to === "crmcom" ? fileToCrmcom(ends) : fileToTarget(ends)
}

/** PayorCRM takes no customer without an e-mail address; CRM.COM's documented answers hold none, ERPLY Books' may. */
export const needsEmails = ({ from, to }: Ends): boolean => isSystem(from) && to === "payorcrm"

/** Text of `waybill.yaml`. */
export const pipelineFile = (ends: Ends): string => `# yaml-language-server: $schema=./waybill.schema.json
version: 1
name: receivables-to-${ends.to}

connections:
  source:
${source[ends.from]}
  target:
${target[ends.to]}
${needsEmails(ends) ? "\ntables:\n  emails: ./data/emails.csv\n" : ""}
flows:
${flows(ends)}`

const variables = {
  payorcrm: `PAYORCRM_URL=http://127.0.0.1:4010
PAYORCRM_API_KEY=sandbox-key
PAYORCRM_API_SECRET=sandbox-secret
`,
  crmcom: `CRMCOM_URL=http://127.0.0.1:4011/crmapi/rest/v2
CRMCOM_WEB_API_KEY=sandbox-key
`,
  erplybooks: `ERPLYBOOKS_URL=http://127.0.0.1:4012/api
ERPLYBOOKS_TOKEN=sandboxtokensandboxtokensandboxtoken0001
`,
} as const

/** Text of `.env.example`, which works against `waybill sandbox` as it stands; none where no system is involved. */
export const environmentFile = ({ from, to }: Ends): string | undefined => {
  const needed = (["crmcom", "erplybooks", "payorcrm"] as const).filter((system) => system === from || system === to)
  if (needed.length === 0) return undefined
  return [
    "# Copy to .env. These values are those of `waybill sandbox`.\n",
    ...needed.map((system) => variables[system]),
  ].join("")
}
