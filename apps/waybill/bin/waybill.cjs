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
  // A clone runs its sources, an installed package its build.
  var source = path.join(__dirname, "../src/main.ts")
  void import(fs.existsSync(source) ? source : "../dist/main.js")
}
