import { count, percent } from '../format/figures';
import type { OptionLosses, PreviewLevel, Run } from '../generated/protocol';

/** What results say of an element, as the canvas shows it. */
export interface Heat {
  /** What is coloured, 0 to 1: the use of the scarcest resource, or what is lost when it is down. */
  share: number | null;
  /** The share in words: "threads 92 %", "31 % lost". */
  text: string;
  /** Instances, where their number changed or is more than one. */
  replicas: string;
  /** Messages or visits waiting. */
  depth: string;
  overloaded: boolean;
}

/** The mean use of the scarcest resource; of a story with a beginning and an end the highest, as its
 * quiet times say nothing of how it went. */
function useOf(run: Run, id: string): number | null {
  const mean = run.elements[id]?.utilization?.value ?? null;
  const over = run.series.elements[id]?.utilization.value;
  if (mean === null || run.kind === 'steady' || !over) return mean;
  return over.reduce<number>((top, use) => Math.max(top, use ?? 0), mean);
}

export function heatOf(run: Run | null): Map<string, Heat> {
  const heat = new Map<string, Heat>();
  if (!run) return heat;
  for (const [id, result] of Object.entries(run.elements)) {
    const overloaded = run.overload?.element === id;
    const use = useOf(run, id);
    const depth = result.queue?.depth_max ?? null;
    heat.set(id, {
      share: overloaded ? 1 : use,
      text: overloaded
        ? `overload: ${run.overload!.resource}`
        : use !== null && result.resource
          ? `${result.resource} ${Math.round(use * 100)} %${run.kind === 'terminating' ? ' at most' : ''}`
          : '',
      replicas: result.replicas_max > 1 ? `×${count(result.replicas_max)}` : '',
      depth: depth !== null && depth >= 1 ? `max ${count(depth)} waiting` : '',
      overloaded,
    });
  }
  return heat;
}

/** What is lost when each element is down; one that no journey can do without is marked. */
export function lossHeat(losses: OptionLosses): Map<string, Heat> {
  return new Map(
    losses.failures.map(({ element, loss }) => [
      element,
      {
        share: loss?.value ?? null,
        text: loss ? `${percent(loss.value)} lost` : 'loss not known',
        replicas: '',
        depth: losses.single_points_of_failure.includes(element) ? 'single point' : '',
        overloaded: false,
      },
    ]),
  );
}

/** A resource of the preview, in a word. */
export const RESOURCE: { [resource: string]: string } = {
  cores: 'cores',
  slots: 'threads or connections',
  consumers: 'consumers',
};

/** How busy things are by formula, where there is no run. */
export function previewHeat(level: PreviewLevel | null): Map<string, Heat> {
  const all = Object.entries(level?.elements ?? {});
  return new Map(
    all.map(([id, { utilization, resource }]) => {
      const overloaded = level?.saturated?.element === id;
      return [
        id,
        {
          share: overloaded ? 1 : utilization,
          text:
            utilization === null || resource === null
              ? ''
              : `≈ ${RESOURCE[resource] ?? resource} ${Math.round(utilization * 100)} %`,
          replicas: '',
          depth: '',
          overloaded,
        },
      ];
    }),
  );
}
