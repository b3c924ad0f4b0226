import type { Backend } from '../backend/backend';
import type { Architecture } from '../generated/protocol';

/** The drawings of the templates, each asked for once. */
export class Pictures {
  private readonly known = new Map<string, Promise<Architecture | null>>();

  constructor(private readonly backend: Backend) {}

  /** The baseline of a template; nothing where it cannot be had: a gallery does without. */
  of(template: string): Promise<Architecture | null> {
    let known = this.known.get(template);
    if (!known) {
      known = this.backend.call('template_picture', { template }).then(
        ({ architecture }) => architecture,
        () => null,
      );
      this.known.set(template, known);
    }
    return known;
  }
}
