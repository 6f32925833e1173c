#!/usr/bin/env node
var major = Number(process.versions.node.split(".")[0])
if (major < 24) {
  console.error("waybill needs Node 24 or newer; this is Node " + process.versions.node + ". See https://nodejs.org")
  process.exitCode = 2
} else {
  // Every start after the first one reads compiled code from Node's cache in the temporary folder.
  require("node:module").enableCompileCache()
  var fs = require("node:fs")
  var path = require("node:path")
  var source = path.join(__dirname, "../src/main.ts")
  /** Whether each source is as old as the one that the build was made of: a moment, where running sources takes a second. */
  var isBuilt = function () {
    var list = path.join(__dirname, "../dist/sources.json")
    if (!fs.existsSync(list)) return false
    var times = JSON.parse(fs.readFileSync(list, "utf8"))
    return Object.keys(times).every(function (file) {
      var now = fs.statSync(path.join(__dirname, "../../..", file), { throwIfNoEntry: false })
      return now !== undefined && now.mtimeMs === times[file]
    })
  }
  // A clone runs its sources unless they are built, an installed package its build.
  void import(fs.existsSync(source) && !isBuilt() ? source : "../dist/main.js")
}
