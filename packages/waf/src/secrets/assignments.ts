/** A name and the text that is assigned to it on one line. */
export interface Assignment {
  readonly name: string;
  readonly value: string;
}

// Each name is tried once, from its beginning; a value ends at the next quote. So the time is linear in the line.
const NAME = String.raw`(?<![\w.-])([A-Za-z_][\w.-]*)`;
const SIGN = String.raw`(?:[ \t]{0,50}:[ \t]{0,5}[A-Za-z_][\w.[\]|]{0,60})?[ \t]{0,50}(?::=|=>|[:=])[ \t]{0,50}`;
const QUOTED = new RegExp(
  String.raw`${NAME}(?:\\?["'])?\]?${SIGN}[A-Za-z@$]{0,2}(?:\\?"([^"\r\n]{4,})"|'([^'\r\n]{4,})'|` +
    '`([^`\\r\\n]{4,})`)',
  'g',
);
const YAML_LINE = /^[ \t]*(?:-[ \t]{1,20})?["']?([A-Za-z_][\w.-]*)["']?[ \t]{0,50}:[ \t]{1,50}([^"'#\s][^"'#\r\n]{3,})/;
const ENV_LINE = /^[ \t]*(?:export[ \t]{1,20})?([A-Za-z_]\w*)=([^"'#\s][^"'\r\n]{3,})/;

/** The assignments of a line; those without quotes are told by the kind of file. */
export function assignmentsOf(line: string, path: string): readonly Assignment[] {
  const found: Assignment[] = [];
  for (const [, name = '', ...values] of line.matchAll(QUOTED)) {
    const value = values.find((one) => one !== undefined) ?? '';
    found.push({ name, value: value.endsWith('\\') ? value.slice(0, -1) : value });
  }
  const plain = /\.ya?ml$/i.test(path) ? YAML_LINE : /(?:^|\/|\.)env(?:\.[\w-]+)?$/i.test(path) ? ENV_LINE : undefined;
  const match = plain?.exec(line);
  if (match !== undefined && match !== null) found.push({ name: match[1] ?? '', value: (match[2] ?? '').trim() });
  return found;
}
