import { COMMAND_GROUPS, COMMANDS } from './registry.ts';
import { OPTION_GROUPS } from './spec.ts';
import type { ArgumentSpec, CommandSpec, OptionSpec } from './spec.ts';

/** Help text of the program, ending in a newline. */
export function renderProgramHelp(width: number): string {
  const rows = COMMANDS.map(({ name, summary }): Row => ({ left: name, right: summary }));
  return [
    'Scans code, dependencies, infrastructure, web applications and hosts with many scanners, as one stream of findings.',
    '',
    'Usage: securescan <command> [options]',
    '',
    'Commands:',
    ...renderRows(rows, width),
    '',
    'Options:',
    ...renderRows(
      [
        { left: '-h, --help', right: 'Show help, also for a command: securescan scan --help' },
        { left: '-V, --version', right: 'Show the version' },
        { left: '    --install-completion', right: 'Install completion for the current shell' },
        { left: '    --show-completion', right: 'Print completion for the current shell' },
      ],
      width,
    ),
    '',
    'Start with:',
    '  securescan scan .           scan this directory',
    '  securescan status           see which scanners are here and how to get the others',
    '',
  ]
    .flatMap((line) => (line.startsWith(' ') ? [line] : wrap(line, width)))
    .join('\n');
}

/** Help text of a group such as `config`. */
export function renderGroupHelp(group: string, width: number): string {
  const summary = COMMAND_GROUPS.find(({ name }) => name === group)?.summary ?? group;
  const members = COMMANDS.filter(({ name }) => name.startsWith(`${group} `));
  return [
    `${summary}.`,
    '',
    `Usage: securescan ${group} <command> [options]`,
    '',
    'Commands:',
    ...renderRows(
      members.map(({ name, summary: right }) => ({ left: name, right })),
      width,
    ),
  ]
    .join('\n')
    .concat('\n');
}

/** Help text of one command, ending in a newline. */
export function renderCommandHelp(spec: CommandSpec, width: number): string {
  const lines = [`${spec.summary}.`];
  if (spec.description !== undefined)
    lines.push('', ...spec.description.split('\n').flatMap((line) => wrap(line, width)));
  lines.push('', `Usage: ${usageOf(spec)}`);
  if (spec.arguments.length > 0) {
    lines.push('', 'Arguments:', ...renderRows(spec.arguments.map(toArgumentRow), width));
  }
  for (const group of OPTION_GROUPS) {
    const rows = listedOptions(spec)
      .filter((option) => option.group === group)
      .map(toOptionRow);
    if (group === 'Options') rows.push({ left: '-h, --help', right: 'Show this help' });
    if (rows.length > 0) lines.push('', `${group}:`, ...renderRows(rows, width));
  }
  if (spec.examples.length > 0) {
    lines.push('', 'Examples:');
    for (const { command, note } of spec.examples) lines.push(`  # ${note}`, `  ${command}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Options that people are told about. */
export function listedOptions(spec: CommandSpec): readonly OptionSpec[] {
  return spec.options.filter(({ hidden }) => hidden !== true);
}

/** `securescan compare [TARGET] [BASELINE] [options]`. */
export function usageOf(spec: CommandSpec): string {
  const words = spec.arguments.map(({ name, required, repeatable }) => {
    const word = required ? `<${name}>` : `[${name}]`;
    return repeatable === true ? `${word}...` : word;
  });
  return ['securescan', spec.name, ...words, '[options]'].join(' ');
}

/** `-t, --type <TYPE>`. */
export function flagsOf(option: OptionSpec): string {
  const short = option.short === undefined ? '    ' : `-${option.short}, `;
  return `${short}--${option.name}${option.value === undefined ? '' : ` <${option.value}>`}`;
}

/** Description of an option with choices, repetition, variable and default. */
export function describeOption(option: OptionSpec): string {
  const facts = [
    ...(option.choices === undefined ? [] : [option.choices.join(', ')]),
    ...(option.repeatable === true ? ['repeatable'] : []),
    ...(option.environment === undefined ? [] : [`env ${option.environment}`]),
    ...(option.default === undefined ? [] : [`default ${option.default}`]),
  ];
  return facts.length === 0 ? option.description : `${option.description} (${facts.join('; ')})`;
}

interface Row {
  readonly left: string;
  readonly right: string;
}

function toArgumentRow(argument: ArgumentSpec): Row {
  const right = argument.default === undefined ? '' : ` (default ${argument.default})`;
  return { left: argument.name, right: `${argument.description}${right}` };
}

function toOptionRow(option: OptionSpec): Row {
  return { left: flagsOf(option), right: describeOption(option) };
}

function renderRows(rows: readonly Row[], width: number): string[] {
  const column = Math.min(Math.max(...rows.map(({ left }) => left.length)), 34) + 4;
  return rows.flatMap(({ left, right }) => {
    const [first = '', ...rest] = wrap(right, Math.max(24, width - column));
    const indent = ' '.repeat(column);
    const head = left.length + 4 > column ? [`  ${left}`, `${indent}${first}`] : [`  ${left}`.padEnd(column) + first];
    return [...head, ...rest.map((line) => indent + line)];
  });
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines;
}
