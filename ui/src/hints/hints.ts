import type { Architecture, Run } from '../generated/protocol';

/** What is pointed out once, in the order in which it is worth knowing. */
export type HintName = 'pull-out' | 'compare' | 'commands';

/** From this use of its process on, pulling a component out is worth a thought. */
const BUSY = 0.3;

/** The component that is worth pulling out first: the one that requests stay in most, in the busiest process that
 * has others beside it. By Little's law that is how often it is asked times how long it takes by itself. Nothing
 * where no result says so. */
export function candidate(architecture: Architecture, run: Run | null): string | null {
  if (!run) return null;
  const { elements } = architecture;
  const within = (id: string) => {
    const { throughput_per_s: rate, own_s: own } = run.elements[id] ?? {};
    return (rate?.value ?? 0) * (own?.value ?? 0);
  };
  const use = (holder: string) =>
    run.overload?.element === holder ? 1 : (run.elements[holder]?.utilization?.value ?? 0);
  const parts = Object.entries(elements).flatMap(([id, { kind, in: holder }]) =>
    kind === 'component' && holder ? [{ id, holder }] : [],
  );
  const beside = (of: string) => parts.filter(({ holder }) => holder === of).length;
  const [best] = parts
    .filter(({ id, holder }) => within(id) > 0 && use(holder) >= BUSY && beside(holder) > 1)
    .sort((a, b) => use(b.holder) - use(a.holder) || within(b.id) - within(a.id));
  return best?.id ?? null;
}
