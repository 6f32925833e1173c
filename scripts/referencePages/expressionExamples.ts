/** What the page on expressions shows: each expression and what it gives. A test works every one of them out. */

/** An expression, what it gives, and what there is to say of it. */
export type Shown = readonly [expression: string, gives: string, note?: string]

/** By function, as mapping/offered.ts has them. */
export const functions: Readonly<Record<string, readonly [does: string, ...Array<Shown>]>> = {
  money: [
    "An exact amount in a currency of ISO 4217. The third argument says how the source writes numbers",
    ['money("1234.50", "EUR")', "1234.5 EUR"],
    ['money("1.234,50", "EUR", {"decimal": ",", "group": "."})', "1234.5 EUR"],
    ['money(record.Amount, "EUR")', "1234.5 EUR", "a cell of a workbook with the number 1234.5"],
    ['money("1.234,50", "EUR")', "WB-MAP-NUMBER-FORMAT", "nothing is guessed"],
  ],
  decimal: [
    "An exact decimal, of at most 100 digits",
    ['decimal("0.1") + decimal("0.2")', "0.3"],
    ['decimal("1 000,5", {"decimal": ",", "group": " "})', "1000.5"],
    ['decimal(money("12.50", "EUR"))', "12.5", "the amount without its currency"],
  ],
  date: [
    "A calendar date by a [pattern](#date-patterns); a date cell of a workbook as it is",
    ['date("31/12/2026", "dd/MM/yyyy")', "2026-12-31"],
    ['date("3 Mar 2026", "d MMM yyyy")', "2026-03-03"],
    ['date(record.Paid, "dd/MM/yyyy")', "2026-11-20", "a date cell; the time of day is left out"],
    ['date("31/02/2026", "dd/MM/yyyy")', "WB-MAP-DATE-DAY", "nothing rolls over"],
  ],
  string: [
    "Text of anything: numbers in plain notation, dates in ISO 8601",
    ["string(record.Amount)", '"1234.5"'],
    ['string(money("12.5", "EUR"))', '"12.50 EUR"'],
    ['string(date("31.12.26", "dd.MM.yy"))', '"2026-12-31"'],
  ],
  lower: ["Small letters", ['lower("ACME Ltd")', '"acme ltd"'], ["lower(trim(record.Email))", '"ada@example.com"']],
  upper: ["Capitals", ['upper("cy")', '"CY"']],
  trim: ["Without white space at both ends", ["trim(record.Email)", '"Ada@Example.com"']],
  default: [
    "`otherwise` where the value is empty, absent, or not in a table; both of one type",
    ['default(record.Phone, "none")', '"none"', "the column is empty"],
    ['default(record.memo, "")', '""', "the field is absent"],
    ['default(lookup("terms", "45"), "NET45")', '"NET45"'],
  ],
  lookup: [
    "What stands beside a key in a table of `tables:`",
    ['lookup("terms", "30")', '"NET30"', 'with `tables: { terms: { "30": NET30 } }`'],
    ['lookup("terms", "45")', "WB-MAP-LOOKUP"],
  ],
  ref: [
    "The target's own id of a record that another flow of the file delivers, by its number",
    ['ref("customers", record["Customer No"])', '"9117"', "what the target answered when that customer arrived"],
  ],
  size: ["How many characters a text has, or items a list", ['size("Zoë")', "3"], ['size("a,b".split(","))', "2"]],
  has: [
    "Whether a field that may be absent is there",
    ["has(record.memo)", "false"],
    ['has(record.memo) ? record.memo : "none"', '"none"'],
  ],
  bool: ["Truth of the text `true` or `false`", ['bool("true")', "true"]],
}

/** By method, as mapping/offered.ts has them; a text or a list stands before the point. */
export const methods: Readonly<Record<string, ReadonlyArray<Shown>>> = {
  contains: [['"INV-2026-7".contains("2026")', "true"]],
  startsWith: [['record["Customer No"].startsWith("C-")', "true"]],
  endsWith: [['"scan.pdf".endsWith(".pdf")', "true"]],
  indexOf: [['"C-0042".indexOf("-")', "1", "counted from 0; -1 where it is not there"]],
  lastIndexOf: [['"2026-11-20".lastIndexOf("-")', "7"]],
  substring: [
    ['record["Customer No"].substring(2)', '"0042"'],
    ['"C-0042".substring(0, 1)', '"C"'],
  ],
  split: [['"20/11/2026 09:30".split(" ")[0]', '"20/11/2026"']],
  join: [['["Nicosia", "CY"].join(", ")', '"Nicosia, CY"']],
  size: [['"C-0042".size()', "6"]],
  trim: [['"  C1 ".trim()', '"C1"']],
  lowerAscii: [['"ACME".lowerAscii()', '"acme"', "a to z alone; `lower()` takes every script"]],
  upperAscii: [['"acme".upperAscii()', '"ACME"']],
  all: [['"30;60".split(";").all(days, days.size() == 2)', "true"]],
  exists: [['"A;B".split(";").exists(code, code == "B")', "true"]],
  exists_one: [['"A;B;B".split(";").exists_one(code, code == "B")', "false"]],
  map: [['"a;b".split(";").map(code, upper(code))', '["A", "B"]']],
  filter: [['"a;;b".split(";").filter(code, code != "")', '["a", "b"]']],
  bind: [
    [
      'cel.bind(n, record["Customer No"], n.substring(2) + "/" + n)',
      '"0042/C-0042"',
      "names a value that is used twice",
    ],
  ],
}

export const operators: ReadonlyArray<Shown> = [
  ['money("10", "EUR") + money("2.50", "EUR")', "12.5 EUR", "of one currency"],
  ['money("10", "EUR") - money("2.50", "EUR")', "7.5 EUR"],
  ['money("9.99", "EUR") * 3', "29.97 EUR"],
  ['-money("10", "EUR")', "-10 EUR", "for credit notes that the source writes without a sign"],
  ["0.1 + 0.2", "0.3", "a number in an expression is a decimal, never a binary one"],
  ['decimal("19.5") * 0.01', "0.195", "in the place of a division by 100"],
  ["7 % 4", "3", "of whole numbers"],
  ['"C-" + "0042"', '"C-0042"'],
  ['record["Customer No"] == "C-0042"', "true"],
  ['money("1.0", "EUR") == money("1.00", "EUR")', "true"],
  ['record.Phone != ""', "false"],
  ['money("5", "EUR") < money("10", "EUR")', "true"],
  ["decimal(record.Amount) >= 1000", "true"],
  ['date("31/12/2026", "dd/MM/yyyy") <= date("2027-01-01", "yyyy-MM-dd")', "true"],
  ["decimal(record.Amount) > 2000", "false"],
  ['record.Phone != "" && record.Email != ""', "false"],
  ['record.Phone != "" || record.Email != ""', "true"],
  ['!record.Email.contains("@")', "false"],
  ['record.Phone == "" ? "no phone" : record.Phone', '"no phone"'],
  ['"CY" in ["CY", "GR"]', "true"],
  ['"a;b".split(";")[1]', '"b"', "an item, counted from 0"],
]

/** What is refused, and why; before anything is read wherever that can be told from the file. */
export const refused: ReadonlyArray<Shown> = [
  ['"a".matches("a+")', "WB-MAP-REGEX", "a regular expression can run for ever: `contains`, `split` or a table"],
  ["decimal(record.Amount) / 3", "WB-MAP-DIVIDE", "its result may not be exact: multiply by 0.5, 0.01"],
  ['money("1", "EUR") + money("1", "USD")', "WB-MAP-CURRENCY", "currencies are never mixed"],
  ["null", "WB-MAP-NULL", "an absent field is left out"],
  ['int("7")', "WB-MAP-FUNCTION", "neither are `double`, `timestamp` and `duration` of CEL: `decimal()` and `date()`"],
  ["record.Emial", "WB-MAP-COLUMN", "a misspelt column, with what was meant"],
  ['"1" + 1', "WB-MAP-OPERATOR", "two types: `string(…)` or `decimal(…)`"],
  ['true ? "yes" : 1', "WB-MAP-BRANCHES", "two types in the branches of one value"],
  ['date("1.2.26", "d.M.YY")', "WB-MAP-PATTERN", "no pattern of a date"],
  ['money("1", "EURO")', "WB-MAP-CURRENCY-CODE", "no code of ISO 4217"],
  ['lookup("countries", "CY")', "WB-MAP-TABLE", "a table that the file does not have"],
  [
    '["a"].map(x, ["b"].map(y, ["c"].map(z, z)[0])[0])',
    "WB-MAP-DEPTH",
    "three loops in each other: a mapping goes over every record",
  ],
]

export const patterns: ReadonlyArray<readonly [part: string, reads: string, expression: string, gives: string]> = [
  ["yyyy", "the year, four digits", 'date("20261120", "yyyyMMdd")', "2026-11-20"],
  ["yy", "the year, two digits: 1950 to 2049", 'date("20/11/49", "dd/MM/yy")', "2049-11-20"],
  ["MM", "the month, two digits", 'date("20.11.2026", "dd.MM.yyyy")', "2026-11-20"],
  ["M", "the month, one digit or two", 'date("5/3/2026", "M/d/yyyy")', "2026-05-03"],
  ["MMM", "the month's name in English, three letters", 'date("20-Nov-2026", "dd-MMM-yyyy")', "2026-11-20"],
  ["MMMM", "the month's whole name in English", 'date("20 November 2026", "d MMMM yyyy")', "2026-11-20"],
  ["dd", "the day, two digits", 'date("05/03/2026", "dd/MM/yyyy")', "2026-03-05"],
  ["d", "the day, one digit or two", 'date("5.3.2026", "d.M.yyyy")', "2026-03-05"],
  [
    "'T'",
    "letters that stand there, in single quotes",
    'date("2026-11-20T00:00", "yyyy-MM-dd\'T00:00\'")',
    "2026-11-20",
  ],
]
