/** A text of the back end with names in quotation marks. */
export function quoted(text: string): string {
  return text.replace(/`([^`]*)`/g, '“$1”');
}

/** A message of the back end as a sentence: it begins with a capital, ends with a full stop, and names
 * stand in quotation marks. */
export function sentence(text: string): string {
  const trimmed = quoted(text.trim());
  if (trimmed === '') return '';
  const first = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?…:)”]$/.test(first) && !first.endsWith('”') && !first.endsWith(')')
    ? first
    : `${first}.`;
}

/** What is wrong and what to do about it, as one text. */
export function advice({ why, fix }: { why: string; fix: string }): string {
  return [sentence(why), sentence(fix)].filter(Boolean).join(' ');
}
