import type { Estimate, Run } from '../generated/protocol';

/** What the answer line says of a run, against the run of the baseline. */
export interface Answer {
  journeys: {
    id: string;
    name: string;
    response: Estimate | null;
    baseResponse: number | null;
    /** Where something asynchronous follows the answer. */
    completion: Estimate | null;
  }[];
  objectives: { met: number; all: number; unknown: number };
}

export function answerOf(run: Run, base: Run | null): Answer {
  const other = base && base.option !== run.option ? base : null;
  const objectives = Object.values(run.journeys).flatMap((j) => j.objectives);
  return {
    journeys: Object.entries(run.journeys).map(([id, journey]) => {
      const response = journey.response_s.p99;
      const completion = journey.completion_s.p99;
      return {
        id,
        name: journey.name,
        response,
        baseResponse: other?.journeys[id]?.response_s.p99?.value ?? null,
        completion: completion && completion.value !== response?.value ? completion : null,
      };
    }),
    objectives: {
      met: objectives.filter((o) => o.met === true).length,
      all: objectives.length,
      unknown: objectives.filter((o) => o.met === null).length,
    },
  };
}
