import { demandText } from '../canvas/scene';
import { percent } from '../format/figures';
import type { Fault } from '../generated/protocol';

/** What happens in a fault, in a few words. */
export function faultText({ kind, element }: Fault, nameOf: (element: string) => string): string {
  const name = nameOf(element);
  if ('crash' in kind) {
    const { crash } = kind;
    if (crash === null) return `all instances of ${name} crash`;
    return crash === 1 ? `one instance of ${name} crashes` : `${crash} instances of ${name} crash`;
  }
  if ('slow' in kind) return `${name} is ${kind.slow} × slower`;
  if ('errors' in kind) return `${percent(kind.errors)} fails in ${name}`;
  if ('brownout' in kind) {
    const { slow, errors } = kind.brownout;
    return `${name} is ${slow} × slower, and ${percent(errors)} fails`;
  }
  if ('deploy' in kind) {
    const { errors = 0, slow = 1 } = kind.deploy;
    const bad = [errors > 0 && `${percent(errors)} fails`, slow > 1 && `${slow} × slower`];
    return `a bad version of ${name} is rolled out: ${bad.filter(Boolean).join(', ')}`;
  }
  if ('poison' in kind) return `${percent(kind.poison)} of what ${name} takes cannot be read`;
  if ('outage' in kind) {
    return kind.outage === 'refused' ? `${name} refuses everything` : `${name} does not answer`;
  }
  if ('denial' in kind) return `${name} refuses ${percent(kind.denial)}`;
  if ('partition' in kind) {
    const from = kind.partition === null ? 'everything' : nameOf(kind.partition);
    return `${name} is cut off from ${from}`;
  }
  if ('packet_loss' in kind)
    return `${percent(kind.packet_loss)} of what goes to and from ${name} is lost`;
  if ('lost_traces' in kind) return `${percent(kind.lost_traces)} of traces break at ${name}`;
  if ('lost_telemetry' in kind)
    return `${percent(kind.lost_telemetry)} of what ${name} reports does not arrive`;
  if ('failed_runs' in kind)
    return `${percent(kind.failed_runs)} of the runs of the pipeline of ${name} fail`;
  return `each way to and from ${name} takes ${demandText(kind.delay)} longer`;
}
