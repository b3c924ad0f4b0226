type Measure = (text: string) => number;

const CUT = '…';

/** A name in at most `lines` lines of `width`. Where it does not fit, its middle is left out: names of
 * parts of one thing begin alike, and their ends tell them apart. */
export function lettering(text: string, width: number, lines: number, measure: Measure): string[] {
  const whole = wrapped(text, width, measure);
  if (whole.length <= lines && whole.every((line) => measure(line) <= width)) return whole;
  let best = [CUT];
  // The most that fits, found by halving.
  for (let [few, many] = [1, text.length - 1]; few <= many;) {
    const kept = (few + many) >> 1;
    const head = Math.ceil(kept / 2);
    const cut = `${text.slice(0, head).trimEnd()}${CUT}${text.slice(text.length - kept + head).trimStart()}`;
    const tried = broken(cut, width, measure);
    if (tried.length <= lines) {
      best = tried;
      few = kept + 1;
    } else many = kept - 1;
  }
  return best;
}

/** Lines that break between words only. */
function wrapped(text: string, width: number, measure: Measure): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && measure(`${last} ${word}`) <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}

/** Lines that break within words too where a word is too long. */
function broken(text: string, width: number, measure: Measure): string[] {
  return wrapped(text, width, measure).flatMap((line) => {
    const pieces: string[] = [];
    let rest = line;
    while (measure(rest) > width && rest.length > 1) {
      let end = rest.length - 1;
      while (end > 1 && measure(rest.slice(0, end)) > width) end -= 1;
      pieces.push(rest.slice(0, end));
      rest = rest.slice(end);
    }
    return [...pieces, rest];
  });
}
