// Parses each AsyncAPI file that is named and fails on the first one with an error, all of them printed.
import { readFile } from 'node:fs/promises'
import { Parser } from '@asyncapi/parser'

let failed = false
for (const file of process.argv.slice(2)) {
  const parser = new Parser()
  const { document, diagnostics } = await parser.parse(await readFile(file, 'utf8'), { source: file })
  for (const { severity, code, message, path } of diagnostics) {
    const level = ['error', 'warning', 'information', 'hint'][severity]
    console.log(`${file}: ${level}: ${code}: ${message} at ${path.join('/')}`)
    failed ||= severity <= 1
  }
  if (document === undefined) {
    failed = true
  }
}
process.exit(failed ? 1 : 0)
