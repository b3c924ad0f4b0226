// Validates each ScaledObject in the JSON files that are named: a list of objects each.
import { readFileSync } from 'node:fs'
import { ScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1'

let failed = false
for (const file of process.argv.slice(2)) {
  for (const object of JSON.parse(readFileSync(file, 'utf8'))) {
    try {
      new ScaledObject(object).validate()
    } catch (error) {
      console.log(`${file}: ${error.message}`)
      failed = true
    }
  }
}
process.exit(failed ? 1 : 0)
