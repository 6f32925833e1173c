/** What the measured ledgers have in common. */

export const start = { pipeline: "bench", fileHash: "f", version: "0.0.0" }
export const invoices = { flow: "invoices", target: "https://target.example/invoices" }

export const keyOf = (index: number): string => `INV-${String(index).padStart(8, "0")}`
