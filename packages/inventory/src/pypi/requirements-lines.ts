/** A logical line of a requirements file with the names of what asked for it, as pip-compile and uv note them. */
export interface RequirementLine {
  readonly text: string;
  readonly via: readonly string[];
}

/** Joins continued lines, cuts comments off, and attaches `# via` notes to the line above them. */
export function splitRequirementLines(text: string): readonly RequirementLine[] {
  const lines: { text: string; via: string[] }[] = [];
  let continued: string | null = null;
  let inVia = false;
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const comment = /^\s*#\s*(.*)$/.exec(raw);
    if (comment && continued === null) {
      const note = comment[1] ?? '';
      const first = /^via\b\s*(.*)$/.exec(note);
      inVia = first !== null || (inVia && note !== '');
      const names = first ? (first[1] ?? '') : inVia ? note : '';
      lines.at(-1)?.via.push(...names.split(/,\s*/).filter((name) => name !== ''));
      continue;
    }
    inVia = false;
    const body: string = raw.replace(/(^|\s)#.*$/, '$1');
    const joined: string = continued === null ? body : `${continued}${body}`;
    if (/\\\s*$/.test(body)) {
      continued = joined.replace(/\\\s*$/, ' ');
      continue;
    }
    continued = null;
    if (joined.trim() !== '') lines.push({ text: joined.trim(), via: [] });
  }
  if (continued !== null && continued.trim() !== '') lines.push({ text: continued.trim(), via: [] });
  return lines;
}
