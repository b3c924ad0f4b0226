import type { View } from '../generated/protocol';

/** What a finding is about: the element or link to select, and its name for a person. */
export interface PlaceMeant {
  element: string | null;
  relationship: string | null;
  name: string;
}

/** Reads a place in the model, such as `elements/shop/process`. What a change of an option made is found
 * by the names that it gives. */
export function placeMeant(place: string, view: View): PlaceMeant {
  const { elements, relationships, journeys } = view.architecture;
  const [kind = '', id = '', , change] = place.split('/');
  const named = (element: string): PlaceMeant => ({
    element,
    relationship: null,
    name: elements[element]?.name ?? element,
  });
  if ((kind === 'elements' || kind === 'units') && elements[id]) return named(id);
  if (kind === 'relationships' && relationships[id]) {
    const { from, mode, to } = relationships[id];
    const name = (reference: string) => named(reference.split('/', 1)[0]!).name;
    return { element: null, relationship: id, name: `${name(from)} ${mode} ${name(to)}` };
  }
  if (kind === 'options' && change) {
    const unit = [`${change}--service`, `${change}--queue`].find((made) => elements[made]);
    if (unit) return named(unit);
    const option = view.options.find((o) => o.id === id);
    const title = option?.changes.find((c) => c.id === change)?.title;
    return { element: null, relationship: null, name: title ?? option?.name ?? change };
  }
  if (kind === 'journeys' && journeys[id]) {
    return { element: null, relationship: null, name: journeys[id].name ?? id };
  }
  if (kind === 'scenarios' && view.scenarios[id]) {
    return { element: null, relationship: null, name: view.scenarios[id].scenario.name ?? id };
  }
  const words = place.split('/').map((key) => key.replaceAll('_', ' '));
  return { element: null, relationship: null, name: words.join(' · ') };
}
