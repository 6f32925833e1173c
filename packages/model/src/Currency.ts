/**
 * ISO 4217 currency codes and their minor units (EN 16931 BT-5, invoice currency code).
 */
import { Schema } from "effect"

/**
 * The active alphabetic codes of ISO 4217 that receivables are written in: metals, test codes and banks' own units are
 * left out, units of account (CLF, COU, MXV, USN, UYI, UYW) are kept.
 */
const codes = new Set(
  (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF " +
    "CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD " +
    "HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD " +
    "MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG " +
    "QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD " +
    "TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG"
  ).split(" "),
)

const unitsOf = (digits: number, codes: string) => codes.split(" ").map((code) => [code, digits] as const)

/** Minor units that are no hundredths. */
const otherUnits: ReadonlyMap<string, number> = new Map([
  ...unitsOf(0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
  ...unitsOf(3, "BHD IQD JOD KWD LYD OMR TND"),
  ...unitsOf(4, "CLF UYW"),
])

/** Whether `text` is an active ISO 4217 code, in capitals. */
export const isCurrency = (text: string): boolean => codes.has(text)

/** Every known code, in alphabetical order. */
export const all: ReadonlyArray<string> = [...codes]

/** The digits after the point of the currency's minor unit in ISO 4217: 2 for EUR, 0 for JPY, 3 for KWD. */
export const minorUnits = (currency: string): number => otherUnits.get(currency) ?? 2

/** An ISO 4217 alphabetic code in capitals. */
export const Currency = Schema.String.check(
  Schema.makeFilter((text: string) => isCurrency(text) || "an ISO 4217 currency code in capitals, such as EUR"),
).annotate({ title: "Currency", description: "ISO 4217 alphabetic code, such as EUR" })
