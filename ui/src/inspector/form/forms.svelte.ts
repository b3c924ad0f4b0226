import type {
  ElementKind,
  Field,
  Form,
  KindDescription,
  Problem,
  Variant,
} from '../../generated/protocol';
import { useApp, type App } from '../../state/app.svelte';
import { ofVariant, resolved, start, startOf, type Named } from './start';

/** What the form components need of the application: forms by name, names of the model, and a way to
 * change it. */
export class Forms {
  constructor(private readonly app: App) {}

  private get forms(): Record<string, Form> {
    return this.app.description?.forms ?? {};
  }

  /** The description of a kind of element. */
  kind(kind: ElementKind): KindDescription | undefined {
    return this.app.description?.kinds.find((k) => k.kind === kind);
  }

  /** The fields of a group by its name that have a meaning for a kind or mode. */
  fieldsOf(group: string, kind: string): readonly Field[] {
    const form = this.forms[group];
    if (form?.form !== 'group') return [];
    return form.fields.filter((f) => f.only.length === 0 || f.only.includes(kind));
  }

  resolved(form: Form): Form {
    return resolved(form, this.forms);
  }

  /** Does a form hold others, so that it has to be there before they can be said? */
  holds(form: Form): boolean {
    return ['group', 'variants', 'distribution'].includes(this.resolved(form).form);
  }

  start(form: Form): unknown {
    return start(form, this.forms, this.named);
  }

  startOf(field: Field): unknown {
    return startOf(field, this.forms, this.named);
  }

  ofVariant({ key, form }: Variant): unknown {
    return ofVariant(key, form, this.forms, this.named);
  }

  /** What the model knows by name. */
  readonly named: Named = (to) => {
    const view = this.app.document.view;
    if (!view) return [];
    const { architecture } = view;
    const names = (map: Record<string, { name?: string | null }>): [string, string][] =>
      Object.entries(map).map(([id, { name }]) => [id, name ?? id]);
    switch (to) {
      case 'element':
        return names(architecture.elements);
      case 'team':
        return names(architecture.teams);
      case 'journey':
        return names(architecture.journeys);
      case 'relationship':
        return Object.entries(architecture.relationships).map(([id, { mode, to: end }]) => {
          const [element = ''] = end.split('/', 1);
          return [id, `${mode} ${architecture.elements[element]?.name ?? element} (${id})`];
        });
      case 'operation':
        return Object.entries(architecture.elements).flatMap(([id, { name, operations }]) =>
          Object.keys(operations ?? {}).map((operation): [string, string] => [
            operation === 'default' ? id : `${id}/${operation}`,
            operation === 'default' ? (name ?? id) : `${name ?? id}: ${operation}`,
          ]),
        );
      case 'lock':
        return [
          ...new Set(
            Object.values(architecture.elements).flatMap((e) => Object.keys(e.locks ?? {})),
          ),
        ].map((id) => [id, id]);
      case 'objective':
        // Journeys may each have one of the same name.
        return [
          ...new Set(
            Object.values(architecture.journeys).flatMap((j) => Object.keys(j.objectives ?? {})),
          ),
        ].map((id) => [id, id]);
      case 'option':
        return view.options.map(({ id, name }) => [id, name]);
      case 'scenario':
        return Object.entries(view.scenarios).map(([id, s]) => [id, s.scenario.name ?? id]);
      default:
        return [];
    }
  };

  set(path: string, value: unknown): Promise<Problem | null> {
    return this.app.set(path, value);
  }

  /** Tells of a problem where there is no field to show it at; answers it. */
  async told(change: Promise<Problem | null>): Promise<Problem | null> {
    const problem = await change;
    if (problem) this.app.fail(problem);
    return problem;
  }

  /** Says that something has to be in the model before a field can name it. */
  lacks(field: Field): void {
    this.app.notices.say({
      tone: 'note',
      title: `${field.label} names something that the model does not have yet.`,
      fix: field.help,
    });
  }
}

export function useForms(): Forms {
  return new Forms(useApp());
}
