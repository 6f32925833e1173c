/**
 * The first pipeline file, put together from what moves where.
 */
export const sources = ["csv", "excel"] as const
export const targets = ["payorcrm", "csv", "excel"] as const
export type SourceName = (typeof sources)[number]
export type TargetName = (typeof targets)[number]

const connection = {
  csv: (directory: string) => `    connector: csv
    directory: ${directory}`,
  excel: (directory: string) => `    connector: excel
    directory: ${directory}`,
  payorcrm: () => `    connector: payorcrm
    baseUrl: \${PAYORCRM_URL} # the environment, or a .env file beside this one
    apiKey: \${PAYORCRM_API_KEY}
    apiSecret: \${PAYORCRM_API_SECRET}
    amountUnit: decimal # 12.34 is sent as 12.34; find out with one upload what your account expects
    rateLimit: { perSecond: 5 }`,
} as const

const streamOf = {
  csv: (entity: string) => `${entity}.csv`,
  excel: (entity: string) => `receivables.xlsx#${entity[0]!.toUpperCase()}${entity.slice(1)}`,
  payorcrm: (entity: string) => entity,
} as const

/** Text of `waybill.yaml`. */
export const pipelineFile = (
  from: SourceName,
  to: TargetName,
): string => `# yaml-language-server: $schema=./waybill.schema.json
version: 1
name: receivables-to-${to}

connections:
  source:
${connection[from]("./data")}
  target:
${connection[to]("./out")}

flows:
  customers:
    from: { connection: source, stream: ${JSON.stringify(streamOf[from]("customers"))} }
    to: { connection: target, stream: ${JSON.stringify(streamOf[to]("customers"))} }
    entity: customer
    where: record.Status != "closed"
    map:
      number: record["Customer No"]
      name: record.Company
      email: lower(trim(record.Email))
      phone: record.Phone
  invoices:
    after: [customers]
    from: { connection: source, stream: ${JSON.stringify(streamOf[from]("invoices"))} }
    to: { connection: target, stream: ${JSON.stringify(streamOf[to]("invoices"))} }
    entity: invoice
    map:
      number: record["Invoice No"]
      customerNumber: record["Customer No"]
      issueDate: date(record.Issued, "dd/MM/yyyy")
      dueDate: date(record.Due, "dd/MM/yyyy")
      total: money(record.Amount, "EUR")
`

/** Text of `.env.example`; it works against `waybill sandbox` as it stands. */
export const environmentFile: Readonly<Record<TargetName, string | undefined>> = {
  csv: undefined,
  excel: undefined,
  payorcrm: `# Copy to .env. These values are those of \`waybill sandbox\`.
PAYORCRM_URL=http://127.0.0.1:4010
PAYORCRM_API_KEY=sandbox-key
PAYORCRM_API_SECRET=sandbox-secret
`,
}
