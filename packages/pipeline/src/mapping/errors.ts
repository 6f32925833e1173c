/** Every code of the mapping: of the file, and of single records. */
import { type Catalogue, type ErrorCode, toErrorCodes } from "@waybill/model"

import { examples } from "./examples.ts"

/** Found before anything is read. */
const ofTheFile: Catalogue = {
  "WB-MAP-SYNTAX": [
    "The expression can't be read.",
    "Look at the place named; text in an expression stands in quotes.",
  ],
  "WB-MAP-VARIABLE": [
    "The expression names a variable that there is not.",
    "Use `record` or, where there is one, `model`.",
  ],
  "WB-MAP-COLUMN": [
    "The expression reads a field that the source's record does not have.",
    "Mend the name; see `waybill preview`.",
  ],
  "WB-MAP-UNREADABLE": ["The expression reads a field of a type that expressions don't know.", "Use another field."],
  "WB-MAP-FUNCTION": ["There is no such function.", "Mend the name; the mapping guide lists all."],
  "WB-MAP-REGEX": [
    "`matches()` is left out: a regular expression can run for ever.",
    "Use contains, startsWith, split or a table.",
  ],
  "WB-MAP-ARGUMENTS": ["A function gets values of types that it does not take.", "See how it is written in the hint."],
  "WB-MAP-OPERATOR": [
    "An operator stands between types that it does not take.",
    "Convert one side: decimal(…), string(…), money(…).",
  ],
  "WB-MAP-DIVIDE": ["Division is left out, because its result may not be exact.", "Multiply by 0.5, 0.01, …"],
  "WB-MAP-NULL": ["null is not used.", 'Write "" or default(…).'],
  "WB-MAP-DEPTH": ["Loops stand too deep in each other.", "Keep the expression simple, or shape the data before."],
  "WB-MAP-DYNAMIC": [
    "Which field is read can't be told before the run.",
    "Write the field's name as text in the brackets.",
  ],
  "WB-MAP-LITERAL": ["A number in the expression is too long.", "Write at most 100 digits."],
  "WB-MAP-PATTERN": ["The pattern of a date is wrong.", "Write a Unicode date pattern in quotes: dd/MM/yyyy."],
  "WB-MAP-FORMAT": ["The format of a number is wrong.", 'Write {"decimal": ",", "group": "."}.'],
  "WB-MAP-TABLE": ["There is no such table.", "Mend the name, or add it to `tables:`."],
  "WB-MAP-FLOW": ["There is no flow of that name for ref().", "Mend the name: it is a flow of this file, in quotes."],
  "WB-MAP-BRANCHES": ["Two values of one expression are of different types.", "Give both the same type."],
  "WB-MAP-TYPE": ["The expression's types don't fit.", "See the message."],
  "WB-MAP-RESULT": ["The expression yields another type than the field holds.", "Convert it as the hint shows."],
  "WB-MAP-SHAPE": [
    "A field is written as one expression where it is a struct or a list, or the other way round.",
    "Write it as the hint shows.",
  ],
  "WB-MAP-FIELD": [
    "`map` or `set` names a field that there is not.",
    "Mend the name; the mapping guide lists the model's fields.",
  ],
  "WB-MAP-MISSING": ["A field that the model or the target needs is not mapped.", "Add it to `map`."],
  "WB-MAP-HAS": [
    "has() is always true of this field (a warning).",
    'Compare with "" instead.',
    { leaves: ["warning"] },
  ],
}

/** Of single records: what there is not. */
const ofEmptiness: Catalogue = {
  "WB-MAP-REF": [
    "ref() names a record whose id in the target is not known: it has not arrived, or the target told no id of it.",
    "See `waybill crosswalk show`; let its flow run before, or import a cross-walk.",
    { where: "target system" },
  ],
  "WB-MAP-EMPTY": [
    "A value within an expression is empty.",
    "Fill it in at the source, or write default(…, otherwise).",
  ],
  "WB-MAP-ABSENT": [
    "A field is absent in the source's record.",
    "Fill it in at the source, or write default(…, otherwise).",
  ],
  "WB-MAP-REQUIRED": [
    "A field that is needed came out empty.",
    "Fill it in at the source, or write default(…, otherwise).",
  ],
  "WB-MAP-LOOKUP": [
    "The key is not in the table.",
    "Add it, or write default(lookup(…), otherwise).",
    { where: "pipeline file" },
  ],
  "WB-MAP-NOTHING": [
    "A cell has a word or sign for 'nothing' where a number or date is expected.",
    "Leave the cell empty.",
  ],
}

const ofValues: Catalogue = {
  "WB-MAP-CELL-ERROR": ["A cell holds an error of the spreadsheet.", "Mend the formula and export again."],
  "WB-MAP-CELL-TYPE": [
    "A cell of a workbook holds another type than is needed.",
    "Mend the cell's format in the workbook.",
  ],
  "WB-MAP-INVISIBLE": ["A number or date has a character that can't be seen.", "Type it again at the source."],
  "WB-MAP-CONTROL": ["A number or date has a control character.", "See whether the export is damaged."],
  "WB-MAP-DIGITS": ["A number or date has digits of another script.", "Write the digits 0 to 9."],
  "WB-MAP-RANGE": [
    "A text or list is shorter than the expression takes for granted.",
    "Look at its size first.",
    { where: "pipeline file" },
  ],
  "WB-MAP-OVERFLOW": [
    "A whole number grows beyond 64 bits.",
    "Calculate with decimals: 1.0.",
    { where: "pipeline file" },
  ],
  "WB-MAP-ZERO": [
    "A whole number is taken modulo zero.",
    "Make sure that the number behind % is not 0.",
    { where: "pipeline file" },
  ],
  "WB-MAP-INEXACT": [
    "A decimal has more digits than the target's number carries exactly.",
    "Use fewer digits, or a field that takes text.",
  ],
  "WB-MAP-CURRENCY": [
    "Amounts of different currencies are added or compared.",
    "Convert them at the source.",
    { where: "pipeline file", leaves: ["invalid", "not begun"] },
  ],
  "WB-MAP-CURRENCY-CODE": [
    "A currency is not an ISO 4217 code in capitals.",
    "Write EUR, USD, …; a table translates.",
    { where: "pipeline file", leaves: ["invalid", "not begun"] },
  ],
  "WB-MAP-TRANSFORM": [
    "The flow's transform failed on the record: it threw, or returned something else than a model, issues or nothing.",
    "Mend the module where the message says; then run again.",
    { where: "pipeline file" },
  ],
  "WB-MAP-RULE": [
    "The flow's transform refuses the record, for the reason that it gives.",
    "Mend the record at the source, or the rule in the module.",
    { related: ["WB-MAP-TRANSFORM"] },
  ],
  "WB-MAP-FAILED": [
    "An expression could not be worked out.",
    "Report it with the expression: it is a fault of Waybill or a connector.",
    { where: "Waybill" },
  ],
}

const ofNumbers: Catalogue = {
  "WB-MAP-NUMBER": ["The text is not a number.", "Write digits, and a point before the fraction."],
  "WB-MAP-NUMBER-LONG": ["The text is longer than any number.", "See whether the columns have shifted."],
  "WB-MAP-NUMBER-FORMAT": [
    "The number is written in another format.",
    "Give money() or decimal() the format.",
    { where: "pipeline file" },
  ],
  "WB-MAP-NUMBER-AMBIGUOUS": [
    "A mark could be a decimal sign or one between thousands.",
    "Say which by the format.",
    { where: "pipeline file" },
  ],
  "WB-MAP-NUMBER-NOT-FINITE": ["The text says NaN or infinity.", "See what the source divides by."],
  "WB-MAP-NUMBER-QUOTES": ["A quote or an equals sign stands around the number.", "Take it away at the source."],
  "WB-MAP-NUMBER-PERCENT": ["The number has a percent sign.", "Take it away; 20 is twenty percent."],
  "WB-MAP-NUMBER-BRACKETS": ["The number is negative by brackets.", "Write a minus before it."],
  "WB-MAP-NUMBER-MINUS": ["The number has a typographic minus or a dash.", "Write the minus of the keyboard."],
  "WB-MAP-NUMBER-TRAILING-MINUS": ["The minus stands behind the number.", "Write it before the digits."],
  "WB-MAP-NUMBER-SIDE": [
    "The number has a mark for debit or credit.",
    "Write the side as a sign or in another column.",
  ],
  "WB-MAP-NUMBER-EXPONENT": ["The number has an exponent, often by Excel.", "Format the column before it is exported."],
  "WB-MAP-NUMBER-LETTER": ["A letter looks like a digit: O for 0, l for 1.", "Type the digit."],
  "WB-MAP-NUMBER-SIGNS": ["The number has more than one sign.", "Leave one."],
  "WB-MAP-NUMBER-SPACES": ["The number has spaces where none belong.", "Take them away at the source."],
  "WB-MAP-NUMBER-FRACTION": ["The number is written as a fraction.", "Write it as a decimal."],
  "WB-MAP-NUMBER-POINT": ["A digit is missing before or after the decimal sign.", "Write it: 0.5."],
  "WB-MAP-NUMBER-POINTS": ["The number has marks where none belong.", "Write digits and one decimal sign."],
  "WB-MAP-NUMBER-CURRENCY": ["The number has a currency with it.", "Take it away; money() names the currency."],
}

const ofDates: Catalogue = {
  "WB-MAP-DATE": ["The text is not a date of the pattern.", "Mend it, or the pattern if all are like this."],
  "WB-MAP-DATE-LONG": ["The text is longer than any date.", "See whether the columns have shifted."],
  "WB-MAP-DATE-ORDER": [
    "The day and the month look swapped.",
    "Swap them in the pattern, if the whole column is like this.",
    { where: "pipeline file" },
  ],
  "WB-MAP-DATE-DAY": ["There is no such day, such as 30 February.", "Mend it at the source."],
  "WB-MAP-DATE-PADDING": [
    "The day or month has one digit where the pattern has two.",
    "Write d or M in the pattern.",
    { where: "pipeline file" },
  ],
  "WB-MAP-DATE-YEAR": ["The year has two digits.", "Write yy in the pattern.", { where: "pipeline file" }],
  "WB-MAP-DATE-PATTERN": [
    "It is a date of another pattern.",
    "Write the pattern that the hint shows.",
    { where: "pipeline file" },
  ],
  "WB-MAP-DATE-TIME": [
    "A time of day stands behind the date.",
    "Take the day alone, as the hint shows.",
    { where: "pipeline file" },
  ],
  "WB-MAP-DATE-ZERO": ["It is a zero date: 0000-00-00, 1900-01-00.", "Leave it empty at the source."],
  "WB-MAP-DATE-SERIAL": ["It is the number that Excel keeps for a date.", "Format the column as a date."],
  "WB-MAP-DATE-TIMESTAMP": ["It is a count of seconds.", "Have the source write calendar dates."],
  "WB-MAP-DATE-PART": ["It is only a part of a date.", "Write day, month and year."],
  "WB-MAP-DATE-MONTH-NAME": ["The date has words that are no English month.", "Write the month as a number."],
  "WB-MAP-DATE-ORDINAL": ["The day is written as 1st, 2nd, ….", "Write it as a plain number."],
}

const ofTheModel: Catalogue = {
  "WB-MODEL-SPACE": ["A number or code has white space around it.", "Write trim(…).", { where: "pipeline file" }],
  "WB-MODEL-CONTROL": ["A text holds a control character.", "Take it away at the source."],
  "WB-MODEL-INVISIBLE": ["A number or code holds a character that can't be seen.", "Type it again at the source."],
  "WB-MODEL-UNICODE": ["A text holds half a character.", "Export the source again."],
  "WB-MODEL-EXCEL": [
    "A number or code was damaged by Excel: 1.23E+11, #N/A.",
    "Format the column as text and export again.",
  ],
  "WB-MODEL-CURRENCY": [
    "The currency is no ISO 4217 code in capitals.",
    "Write EUR, USD, …; a table translates.",
    { where: "pipeline file" },
  ],
  "WB-MODEL-FINER": [
    "The amount is finer than the smallest coin of its currency.",
    "Mend it at the source: nothing is rounded.",
  ],
  "WB-MODEL-CHOICE": [
    "The value is none of those that the field takes.",
    "Translate it by a table.",
    { where: "pipeline file" },
  ],
  "WB-MODEL-TYPE": [
    "The value is of another type than the field.",
    "See the field in the docs.",
    { where: "pipeline file" },
  ],
  "WB-MODEL-INVALID": [
    "The value does not fit the field's rules.",
    "See the field in the docs.",
    { where: "pipeline file" },
  ],
}

export const mappingErrors: ReadonlyArray<ErrorCode> = [
  ...toErrorCodes(ofTheFile, { where: "pipeline file", leaves: ["not begun"] }),
  ...toErrorCodes(
    { ...ofEmptiness, ...ofValues, ...ofNumbers, ...ofDates, ...ofTheModel },
    { where: "source data", leaves: ["invalid"] },
  ),
].map((error) => ({ ...error, ...examples[error.code] }))
