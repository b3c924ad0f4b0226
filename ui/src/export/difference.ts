/** A line of a difference between two texts. */
export interface DifferenceLine {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

const CONTEXT = 3;

/** What must be taken out of `before` and put in to get `after`, line by line, with a few equal lines
 * around each place. The shortest such difference is found in time and space of changed² lines. */
export function differenceOf(before: string, after: string): DifferenceLine[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end))
    end += 1;
  const middle = changed(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const same = (text: string): DifferenceLine => ({ kind: 'same', text });
  const all = [...a.slice(0, start).map(same), ...middle, ...a.slice(a.length - end).map(same)];
  const near = new Set<number>();
  all.forEach((line, i) => {
    if (line.kind === 'same') return;
    for (let k = i - CONTEXT; k <= i + CONTEXT; k++) near.add(k);
  });
  return all.flatMap((line, i) => (near.has(i) ? [line] : near.has(i - 1) ? [same('…')] : []));
}

function changed(a: string[], b: string[]): DifferenceLine[] {
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] =
        a[i] === b[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
    }
  }
  const lines: DifferenceLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: 'same', text: a[i]! });
      i += 1;
      j += 1;
    } else if (
      i < a.length &&
      (j >= b.length || common[(i + 1) * width + j]! >= common[i * width + j + 1]!)
    ) {
      lines.push({ kind: 'removed', text: a[i]! });
      i += 1;
    } else {
      lines.push({ kind: 'added', text: b[j]! });
      j += 1;
    }
  }
  return lines;
}
