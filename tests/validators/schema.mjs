// Compiles each JSON Schema (2020-12) that is named in Ajv's strict mode. A file NAME.good.json or
// NAME.bad.json beside NAME.schema.json must be accepted or refused by it.
import { existsSync, readFileSync } from 'node:fs'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

let failed = false
const read = file => JSON.parse(readFileSync(file, 'utf8'))
const say = text => {
  console.log(text)
  failed = true
}
for (const file of process.argv.slice(2)) {
  try {
    const ajv = new Ajv2020.default({ strict: true, allErrors: true })
    addFormats.default(ajv)
    const accepts = ajv.compile(read(file))
    for (const [kind, wanted] of [['good', true], ['bad', false]]) {
      const instance = file.replace(/\.schema\.json$/, `.${kind}.json`)
      if (existsSync(instance) && accepts(read(instance)) !== wanted) {
        say(`${instance}: ${wanted ? ajv.errorsText(accepts.errors) : 'accepted'}`)
      }
    }
  } catch (error) {
    say(`${file}: ${error.message}`)
  }
}
process.exit(failed ? 1 : 0)
