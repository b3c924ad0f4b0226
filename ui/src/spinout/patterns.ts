import type { Pattern, ReachedBy } from '../generated/protocol';

/** A shape that a spinout can be given, as the dialog tells it. */
export interface Shape {
  id: Pattern;
  /** Its name in the domain. */
  code: string;
  name: string;
  what: string;
  /** What the unit is called after its component. */
  suffix: string;
  /** How what stays can reach it, the usual way first. */
  reached: ReachedBy[];
}

export const SHAPES: Shape[] = [
  {
    id: 'event_driven_worker',
    code: 'P1',
    name: 'Event-driven worker',
    what: 'A queue with dead letters in front of a pool of workers. The synchronous call becomes a publication.',
    suffix: 'worker',
    reached: ['messages'],
  },
  {
    id: 'api_facade',
    code: 'P2',
    name: 'API façade',
    what: 'A service behind a gateway, the one door for everybody. Who calls waits, now over the network.',
    suffix: 'service',
    reached: ['calls'],
  },
  {
    id: 'namespace',
    code: 'P3',
    name: 'Kubernetes namespace',
    what: 'A service in a namespace of its own with a quota and its own scaling, in the same cluster.',
    suffix: 'service',
    reached: ['calls', 'messages'],
  },
  {
    id: 'account',
    code: 'P4',
    name: 'Separate account',
    what: 'A service in an account of its own: provably apart, with a longer way and a bill of its own.',
    suffix: 'service',
    reached: ['calls', 'messages'],
  },
  {
    id: 'function',
    code: 'P5',
    name: 'Serverless function',
    what: 'An environment for each request, paid by the request, with cold starts and a time limit.',
    suffix: 'function',
    reached: ['calls', 'messages'],
  },
  {
    id: 'data_pipeline',
    code: 'P6',
    name: 'Data pipeline',
    what: 'A service that works on a copy of the data, kept by a stream of changes, and so behind by its lag.',
    suffix: 'pipeline',
    reached: ['calls', 'messages'],
  },
];

export const REACHED: Record<ReachedBy, string> = {
  calls: 'calls, and waits',
  messages: 'messages, and goes on',
};

export function shapeOf(pattern: Pattern): Shape {
  return SHAPES.find((shape) => shape.id === pattern)!;
}
