// Puts each entity in the JSON files that are named, a list each, through Backstage's policies and the validators of
// its kinds.
import { readFileSync } from 'node:fs'
import * as model from '@backstage/catalog-model'

const policy = model.EntityPolicies.allOf([
  new model.SchemaValidEntityPolicy(),
  new model.NoForeignRootFieldsEntityPolicy(),
  new model.FieldFormatEntityPolicy(),
  new model.DefaultNamespaceEntityPolicy()
])
const kinds = {
  API: model.apiEntityV1alpha1Validator,
  Component: model.componentEntityV1alpha1Validator,
  Group: model.groupEntityV1alpha1Validator,
  Resource: model.resourceEntityV1alpha1Validator,
  System: model.systemEntityV1alpha1Validator
}
let failed = false
for (const file of process.argv.slice(2)) {
  for (const entity of JSON.parse(readFileSync(file, 'utf8'))) {
    try {
      const kept = await policy.enforce(entity)
      if (!(await kinds[kept.kind].check(kept))) throw new Error(`not taken as ${kept.kind}`)
    } catch (error) {
      console.log(`${file}: ${entity.kind} ${entity.metadata?.name}: ${error.message}`)
      failed = true
    }
  }
}
process.exit(failed ? 1 : 0)
