import { NodeServices } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Effect } from "effect"

import { readAccounts } from "../../src/accounts.ts"
import { folderOf } from "./office.ts"

const readFile = Effect.fnUntraced(function* (contents: string | Uint8Array, name = "accounts.csv") {
  const folder = yield* folderOf({ [name]: contents })
  return yield* readAccounts({ accounts: name }, folder)
})

const faultOf = (contents: string | Uint8Array) =>
  Effect.map(Effect.flip(readFile(contents)), (error) => {
    assert(error._tag === "ConnectorError")
    const { code, message, reason } = error
    assert.strictEqual(reason._tag, "Unreadable")
    assert.include(message, "accounts.csv")
    return `${code}: ${/line \d+/.exec(message)?.[0]}`
  })

const utf8 = (text: string) => new TextEncoder().encode(text)

layer(NodeServices.layer)("accounts", (it) => {
  it.effect("are a list, in its order, each once", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* readAccounts({ accounts: [" A2 ", "A1", "A2", "  "] }, "/"), ["A2", "A1"])
    }),
  )

  it.effect("must be named", () =>
    Effect.gen(function* () {
      for (const settings of [{}, { accounts: [] }, { accounts: [" "] }]) {
        const { code, hint } = yield* Effect.flip(readAccounts(settings, "/"))
        assert.strictEqual(code, "WB-CRMCOM-ACCOUNTS")
        assert.include(hint, "`accounts`")
      }
    }),
  )

  describe("in a file", () => {
    it.effect("are its first column below the header", () =>
      Effect.gen(function* () {
        const expected = ["A1", "A2", "Ågren, Ö"]
        for (const text of [
          'account\nA1\n\nA2\nA1\n"Ågren, Ö"\n\n',
          'account,name\nA1,x\nA2,"two\nlines"\n,\n"Ågren, Ö",',
          'account;name\r\nA1;"a, b"\r\n A2 ;\r\nÅgren, Ö;z\r\n',
          '\n"account|old"\tname\nA1\tx\nA2\ty\nÅgren, Ö\tz',
          'account,name\nA1,"x\r\ny"\nA2,\n"Ågren, Ö",',
          "account|name\rA1|x\rA2|y\rÅgren, Ö|",
        ]) {
          assert.deepStrictEqual(yield* readFile(text), expected)
          assert.deepStrictEqual(yield* readFile(utf8(`\uFEFF${text}`)), expected)
        }
      }),
    )

    it.effect("may be many", () =>
      Effect.gen(function* () {
        const many = Array.from({ length: 100_000 }, (_, index) => `ACR${index}ø`)
        assert.deepStrictEqual(yield* readFile(`account\n${many.join("\n")}\n`), many)
      }),
    )

    it.effect("are refused where one could be misread, with the line", () =>
      Effect.gen(function* () {
        const line = "WB-CRMCOM-ACCOUNTS-LINE: line"
        assert.strictEqual(yield* faultOf("account\nA1\nA2,x\n"), `${line} 3`)
        assert.strictEqual(yield* faultOf('account,name\nA1,"two\nlines"\nA2\n'), `${line} 4`)
        assert.strictEqual(yield* faultOf("account,name\nA1,x\n,y\n"), `${line} 3`)
        assert.strictEqual(yield* faultOf('account\nA1\n"A2\nA3\n'), `${line} 3`)
        assert.strictEqual(yield* faultOf('account\nA1\n"A2"x\nA3\n'), `${line} 3`)
        assert.strictEqual(yield* faultOf('account,name\nA1,"x\nA2,y\nA3,z\n'), `${line} 2`)
        assert.strictEqual(yield* faultOf("account\r\nA1\nA2\r\nA3\r\n"), `${line} 2`)
        assert.strictEqual(yield* faultOf("account,name\r\nA1,x\nA2\r\n"), `${line} 2`)
        assert.strictEqual(yield* faultOf('account,name\n"A\n1",x\n'), `${line} 2`)
        assert.strictEqual(yield* faultOf('account,name\n"A\t1",x\n'), `${line} 2`)
        assert.strictEqual(yield* faultOf("\n\naccount;name,first\nA1;x,y\n"), `${line} 3`)
        assert.strictEqual(yield* faultOf("account;name,first\nA1;x,y\n"), `${line} 1`)
      }),
    )

    it.effect("need a header that is none of them", () =>
      Effect.gen(function* () {
        assert.strictEqual(yield* faultOf("ACR0000000217\nACR0000000218\n"), "WB-CRMCOM-ACCOUNTS-HEADER: line 1")
        assert.strictEqual(yield* faultOf("\nA1\n"), "WB-CRMCOM-ACCOUNTS-HEADER: line 2")
        assert.strictEqual(yield* faultOf(",name\nA1,x\n"), "WB-CRMCOM-ACCOUNTS-HEADER: line 1")
        assert.strictEqual(yield* faultOf(""), "WB-CRMCOM-ACCOUNTS-HEADER: line 1")
        assert.strictEqual(yield* faultOf("account\n\n"), "WB-CRMCOM-ACCOUNTS: undefined")
      }),
    )

    it.effect("are UTF-8", () =>
      Effect.gen(function* () {
        const text = "account\nA1\n"
        const utf16 = Buffer.from(text, "utf16le")
        for (const bytes of [utf16, Uint8Array.from([0xff, 0xfe, ...utf16]), Uint8Array.from([...utf8(text), 0xe5])]) {
          assert.strictEqual(yield* faultOf(bytes), "WB-CRMCOM-ACCOUNTS-FILE: undefined")
        }
      }),
    )

    it.effect("can't be read where there is no file", () =>
      Effect.gen(function* () {
        const folder = yield* folderOf({})
        const { code, message } = yield* Effect.flip(readAccounts({ accounts: "no.csv" }, folder))
        assert.strictEqual(code, "WB-CRMCOM-ACCOUNTS-FILE")
        assert.include(message, "'no.csv': there is no such file")
        const directory = yield* Effect.flip(readAccounts({ accounts: "." }, folder))
        assert.strictEqual(directory.code, "WB-CRMCOM-ACCOUNTS-FILE")
      }),
    )
  })
})
