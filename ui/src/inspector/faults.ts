import type { Architecture, Fault, FaultKind, Scenario } from '../generated/protocol';
import type { FieldSpec } from './spec';

/** What can happen to an element, in the order in which it is offered. */
export type FaultName = FaultKind extends infer K ? (K extends object ? keyof K : never) : never;

export const FAULTS: [FaultName, string][] = [
  ['crash', 'instances crash'],
  ['slow', 'it is slower'],
  ['errors', 'some work fails'],
  ['deploy', 'a bad version is rolled out'],
  ['brownout', 'slow, and some work fails'],
  ['outage', 'nobody reaches it'],
  ['denial', 'calls are turned away'],
  ['poison', 'messages cannot be read'],
  ['partition', 'it is cut off'],
  ['packet_loss', 'packets are lost'],
  ['delay', 'its links are slower'],
  ['lost_traces', 'traces break at it'],
  ['lost_telemetry', 'its telemetry does not arrive'],
  ['failed_runs', 'its pipeline fails'],
];

const share = (path: string, label: string, help: string): FieldSpec => ({
  path,
  label,
  type: 'number',
  range: { min: 0, max: 1 },
  unit: 'of 1',
  help,
});
const slower = (path: string): FieldSpec => ({
  path,
  label: 'Slower',
  type: 'number',
  range: { min: 1 },
  unit: 'times',
  help: 'Everything takes this many times as long.',
});

/** The figures of each kind, by their keys within the kind. A delay is a distribution, and a partition
 * names an element: those have editors of their own. */
const FIGURES: Record<FaultName, FieldSpec[]> = {
  crash: [
    {
      path: 'crash',
      label: 'Instances',
      type: 'number',
      range: { min: 1, whole: true },
      fallback: 'all',
      help: 'How many are gone: what they work on fails, messages come again.',
    },
  ],
  slow: [slower('slow')],
  errors: [share('errors', 'Fails', 'The share of what it is asked that fails after its work.')],
  brownout: [
    slower('brownout/slow'),
    share('brownout/errors', 'Fails', 'The share that fails after its work.'),
  ],
  outage: [
    {
      path: 'outage',
      label: 'Callers',
      type: 'choice',
      choices: [
        ['refused', 'are told so at once'],
        ['silent', 'hear nothing'],
      ],
    },
  ],
  denial: [share('denial', 'Denied', 'The share of calls that is turned away without any work.')],
  deploy: [
    share('deploy/errors', 'Fails', 'The share that fails after its work at an instance with it.'),
    { ...slower('deploy/slow'), fallback: '1' },
    {
      ...share(
        'deploy/share',
        'Instances',
        'The share of instances that get it: a canary below 1.',
      ),
      fallback: 'all',
    },
    { path: 'deploy/step', label: 'Each', type: 'quantity', dimension: 'time', fallback: '30s' },
    {
      path: 'deploy/detect',
      label: 'Noticed after',
      type: 'quantity',
      dimension: 'time',
      fallback: 'never',
      help: 'From the first instance until it goes back.',
    },
  ],
  poison: [share('poison', 'Bad', 'The share of messages that fail whenever they are worked on.')],
  partition: [],
  packet_loss: [
    share('packet_loss', 'Lost', 'The share of crossings that is lost and sent again.'),
  ],
  delay: [],
  lost_traces: [
    share('lost_traces', 'Lost', 'The share of what passes it that loses its trace context.'),
  ],
  lost_telemetry: [
    share('lost_telemetry', 'Missing', 'The share of its spans and logs that does not arrive.'),
  ],
  failed_runs: [
    share(
      'failed_runs',
      'Fail',
      'The share of runs that fails. At 1 nothing is released or rolled back.',
    ),
  ],
};

export function nameOf(kind: FaultKind): FaultName {
  return Object.keys(kind)[0] as FaultName;
}

export function figuresOf(kind: FaultKind): FieldSpec[] {
  return FIGURES[nameOf(kind)] ?? [];
}

/** A fault of a kind as it is first taken: a figure that can be seen to do something. */
export function usual(name: FaultName): FaultKind {
  switch (name) {
    case 'crash':
      return { crash: null };
    case 'slow':
      return { slow: 3 };
    case 'errors':
      return { errors: 0.1 };
    case 'brownout':
      return { brownout: { slow: 3, errors: 0.1 } };
    case 'deploy':
      return { deploy: { errors: 0.5, detect: '5min' } };
    case 'poison':
      return { poison: 0.05 };
    case 'outage':
      return { outage: 'refused' };
    case 'denial':
      return { denial: 0.1 };
    case 'partition':
      return { partition: null };
    case 'packet_loss':
      return { packet_loss: 0.01 };
    case 'delay':
      return { delay: { constant: '50ms' } };
    case 'lost_traces':
      return { lost_traces: 1 };
    case 'lost_telemetry':
      return { lost_telemetry: 1 };
    case 'failed_runs':
      return { failed_runs: 1 };
  }
}

/** The kind with the figure at `path` changed. */
export function withFigure(kind: FaultKind, path: string, value: unknown): FaultKind {
  const [name = '', key] = path.split('/');
  if (key === undefined) return { [name]: value } as FaultKind;
  const figures: Record<string, unknown> = { ...(Object.values(kind)[0] as object), [key]: value };
  // What is taken away is as good as never said.
  if (value === null) delete figures[key];
  return { [name]: figures } as FaultKind;
}

/** Elements that can break, by name: all but the users. */
export function breakable({ elements }: Architecture): [string, string][] {
  return Object.entries(elements)
    .filter(([, element]) => element.kind !== 'client')
    .map(([id, element]): [string, string] => [id, element.name ?? id])
    .sort(([, a], [, b]) => a.localeCompare(b));
}

/** A new fault and its id: all of an element is down for two minutes, a while after the start. */
export function newFault(scenario: Scenario, element: string): { id: string; fault: Fault } {
  const taken = scenario.faults ?? {};
  let id = 'fault';
  for (let n = 2; id in taken; n++) id = `fault-${n}`;
  return { id, fault: { element, at: '3min', duration: '2min', kind: usual('crash') } };
}
