/** Mistakes in a pipeline file, one at a time. */

/** A sound file; every mistake breaks one part of it. */
export const sound = `version: 1
name: test
connections:
  exports: { connector: csv, directory: ./data }
  target:
    connector: payorcrm
    apiKey: \${API_KEY}
state: ./.waybill
tables:
  regions: { a: b }
flows:
  customers:
    from: { connection: exports, stream: customers.csv }
    to: { connection: target, stream: customers }
    where: record.Status != "closed"
    map: { number: record.No, name: record.Name }
  invoices:
    after: [customers]
    from: { connection: exports, stream: invoices.csv }
    to: { connection: target, stream: invoices }
    distinct: first
    map:
      number: record.No
`

export const environment = { API_KEY: "s3cret-value" }

/** `from` in the sound file becomes `to`, where `«` marks the place that must be shown. */
export interface Mistake {
  readonly name: string
  readonly from: string
  readonly to: string
  readonly code: string
  readonly says?: RegExp
}

export const mistakes: ReadonlyArray<Mistake> = [
  // YAML itself
  { name: "a tab", from: "  exports:", to: "«\texports:", code: "WB-FILE-SYNTAX", says: /tab.*spaces/s },
  { name: "an open quote", from: "where: record.Status", to: "where: «'record.Status", code: "WB-FILE-SYNTAX" },
  {
    name: "text behind a quote",
    from: 'where: record.Status != "closed"',
    to: 'where: "a" «== record.B',
    code: "WB-FILE-SYNTAX",
    says: /quotes as a whole/,
  },
  {
    name: "a colon in an expression",
    from: "record.No\n",
    to: "«a ? b : c\n",
    code: "WB-FILE-SYNTAX",
    says: /single quotes/,
  },
  { name: "a tag", from: "where: record", to: "where: «!record", code: "WB-FILE-SYNTAX", says: /`!`.*quotes/s },
  { name: "a known tag", from: "name: test", to: "name: «!!str test", code: "WB-FILE-SYNTAX" },
  { name: "a reserved sign", from: "where: record", to: "where: «@record", code: "WB-FILE-SYNTAX" },
  { name: "a wrong escape", from: "name: test", to: 'name: "a«\\q"', code: "WB-FILE-SYNTAX" },
  { name: "an anchor that isn't there", from: "where: record.Status", to: "where: «*record #", code: "WB-FILE-SYNTAX" },
  {
    name: "text behind an alias",
    from: "where: record.Status",
    to: "where: *record.Status «==",
    code: "WB-FILE-SYNTAX",
    says: /\*/,
  },
  {
    name: "a tag alone",
    from: 'where: record.Status != "closed"',
    to: "where: «!record.Closed",
    code: "WB-FILE-SYNTAX",
    says: /`!`/,
  },
  {
    name: "a variable in a map on one line",
    from: "stream: invoices }",
    to: "stream: $«{API_KEY} }",
    code: "WB-FILE-SYNTAX",
    says: /needs quotes/,
  },
  { name: "a merge key", from: "map: { number", to: "map: { «<<: {}, number", code: "WB-FILE-SYNTAX" },
  { name: "a key that is a list", from: "state:", to: "? «[a]\n: b\nstate:", code: "WB-FILE-SYNTAX" },
  { name: "a second document", from: "state:", to: "«---\nstate:", code: "WB-FILE-SYNTAX", says: /---/ },
  {
    name: "an open bracket",
    from: "[customers]\n    from: { connection: exports, stream: invoices.csv }\n    to:",
    to: "[customers\n    «from: { connection: exports, stream: invoices.csv }\n    to:",
    code: "WB-FILE-SYNTAX",
  },
  // structure
  {
    name: "a key twice",
    from: "state: ./.waybill",
    to: "state: ./.waybill\n«name: again",
    code: "WB-FILE-DUPLICATE-KEY",
    says: /line 2/,
  },
  { name: "a flow twice", from: "  invoices:", to: "  «customers:", code: "WB-FILE-DUPLICATE-KEY", says: /line 12/ },
  { name: "a newer version", from: "version: 1", to: "version: «2", code: "WB-FILE-VERSION", says: /newer/ },
  { name: "another version", from: "version: 1", to: "version: «'1'", code: "WB-FILE-VERSION", says: /version: 1/ },
  { name: "a misspelt key at the top", from: "state:", to: "«sttae:", code: "WB-FILE-KEY", says: /'state'/ },
  { name: "a misspelt key of a flow", from: "after:", to: "«afther:", code: "WB-FILE-KEY", says: /'after'/ },
  {
    name: "an unknown key of an end",
    from: "stream: invoices }",
    to: "stream: invoices, «mode: x }",
    code: "WB-FILE-KEY",
    says: /connection, stream/,
  },
  { name: "no name", from: "version: 1\nname: test\n", to: "«version: 1\n", code: "WB-FILE-REQUIRED", says: /'name'/ },
  {
    name: "no connector",
    from: "  exports: { connector: csv, ",
    to: "  «exports: { ",
    code: "WB-FILE-REQUIRED",
    says: /'connector'.*'exports'/,
  },
  {
    name: "no stream",
    from: "from: { connection: exports, stream: customers.csv }",
    to: "«from: { connection: exports }",
    code: "WB-FILE-REQUIRED",
    says: /'stream'.*'from'/,
  },
  {
    name: "no list",
    from: "after: [customers]",
    to: "after: «customers",
    code: "WB-FILE-VALUE",
    says: /a list.*found text/,
  },
  {
    name: "a map for an expression",
    from: 'where: record.Status != "closed"',
    to: "where: «{ a: b }",
    code: "WB-FILE-VALUE",
    says: /an expression, found a map/,
  },
  {
    name: "a list for a map",
    from: "map: { number: record.No, name: record.Name }",
    to: "map: «[a]",
    code: "WB-FILE-VALUE",
    says: /a map of fields.*found a list/,
  },
  {
    name: "nothing for an expression",
    from: "name: record.Name",
    to: "«name: ",
    code: "WB-FILE-VALUE",
    says: /found nothing/,
  },
  {
    name: "an empty expression",
    from: "number: record.No\n",
    to: "number: «''\n",
    code: "WB-FILE-VALUE",
    says: /an expression/,
  },
  {
    name: "a field in a list",
    from: "number: record.No\n",
    to: "lines: [«a]\n",
    code: "WB-FILE-VALUE",
    says: /a map of fields/,
  },
  { name: "another distinct", from: "distinct: first", to: "distinct: «last", code: "WB-FILE-VALUE", says: /'first'/ },
  {
    name: "another entity",
    from: "distinct: first",
    to: "entity: «invoices",
    code: "WB-FILE-VALUE",
    says: /did you mean 'invoice'/,
  },
  {
    name: "a number for a stream",
    from: "stream: invoices }",
    to: "stream: «5 }",
    code: "WB-FILE-VALUE",
    says: /text, found a number/,
  },
  {
    name: "a pipeline's name with a space",
    from: "name: test",
    to: "name: «my test",
    code: "WB-FILE-VALUE",
    says: /letters/,
  },
  {
    name: "a flow's name with a slash",
    from: "  customers:\n",
    to: "  «a/b:\n  customers:\n",
    code: "WB-FILE-NAME",
    says: /letters/,
  },
  {
    name: "a connection's name with a space",
    from: "  exports: {",
    to: "  «my exports: { connector: csv }\n  exports: {",
    code: "WB-FILE-NAME",
  },
  { name: "a table that is a number", from: "{ a: b }", to: "«5", code: "WB-FILE-VALUE", says: /two-column/ },
  { name: "a table of lists", from: "{ a: b }", to: "{ a: «[b] }", code: "WB-FILE-VALUE" },
  // meaning
  {
    name: "an absent variable",
    from: "${API_KEY}",
    to: "x-«${API_KYE}",
    code: "WB-FILE-VARIABLE",
    says: /API_KYE.*'API_KEY'.*\.env/s,
  },
  {
    name: "an absent variable in a list",
    from: "directory: ./data",
    to: 'list: [1, "a«${NOT_THERE}"]',
    code: "WB-FILE-VARIABLE",
    says: /NOT_THERE/,
  },
  {
    name: "an absent variable in a stream",
    from: "stream: invoices }",
    to: "stream: 'it''s «${NOT_THERE}' }",
    code: "WB-FILE-VARIABLE",
  },
  {
    name: "an absent variable in a folded text",
    from: "state: ./.waybill",
    to: "state: >-\n  a\n  b «${NOT_THERE}",
    code: "WB-FILE-VARIABLE",
  },
  { name: "a variable without a name", from: "${API_KEY}", to: "«${}", code: "WB-FILE-VARIABLE", says: /\$\$\{/ },
  { name: "a variable that is not closed", from: "${API_KEY}", to: "«${API_KEY", code: "WB-FILE-VARIABLE" },
  {
    name: "a database for the ledger",
    from: "./.waybill",
    to: "«postgres://u:p@host/db",
    code: "WB-FILE-STATE",
    says: /folder/,
  },
  {
    name: "a misspelt connection",
    from: "connection: target, stream: invoices",
    to: "connection: «tarjet, stream: invoices",
    code: "WB-FILE-CONNECTION",
    says: /'target'/,
  },
  {
    name: "an unknown connection",
    from: "connection: exports, stream: invoices",
    to: "connection: «elsewhere, stream: invoices",
    code: "WB-FILE-CONNECTION",
    says: /exports, target/,
  },
  {
    name: "an unknown flow in after",
    from: "[customers]",
    to: "[«custmers]",
    code: "WB-FILE-AFTER",
    says: /'customers'/,
  },
  {
    name: "a flow after itself",
    from: "[customers]",
    to: "[customers, «invoices]",
    code: "WB-FILE-CYCLE",
    says: /itself/,
  },
  {
    name: "two flows after each other",
    from: "  customers:\n",
    to: "  customers:\n    after: [«invoices]\n",
    code: "WB-FILE-CYCLE",
    says: /customers → invoices → customers/,
  },
  {
    name: "two writers",
    from: "stream: invoices }",
    to: "stream: «customers }",
    code: "WB-FILE-TWO-WRITERS",
    says: /'customers'.*line 14/,
  },
  {
    name: "a flow into itself",
    from: "connection: target, stream: invoices }",
    to: "connection: exports, stream: «invoices.csv }",
    code: "WB-FILE-SAME-STREAM",
  },
]
