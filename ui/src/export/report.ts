import type { ArtifactNote, ArtifactState } from '../generated/protocol';

/** What an export did, or found, in a sentence. */
export function reportText(written: boolean, files: readonly ArtifactNote[]): string {
  const of = (state: ArtifactState) => files.filter((f) => f.state === state).length;
  const said: [number, string][] = written
    ? [
        [of('new'), 'new'],
        [of('changed'), 'changed'],
        [of('removed'), 'removed'],
        [of('merged'), 'merged with an edit by hand'],
        [of('conflict'), 'with a conflict to resolve'],
        [of('kept'), 'left as somebody changed them'],
        [of('same'), 'the same'],
      ]
    : [
        [of('new'), 'missing'],
        [of('changed'), 'different'],
        [of('removed'), 'no longer made'],
        [of('conflict'), 'with a conflict to resolve'],
        [of('kept'), 'changed by hand'],
        [of('same'), 'the same'],
      ];
  const counts = said.flatMap(([n, what]) => (n > 0 ? [`${n} ${what}`] : [])).join(', ');
  if (written) return `Written: ${counts || 'nothing'}.`;
  const agrees = files.every((f) => f.state === 'same');
  return `The folder ${agrees ? 'agrees with' : 'differs from'} the model: ${counts || 'no files'}.`;
}
