import type { ConfigurationFile } from '../evaluate/configuration-tree.ts';
import type { Control, ControlCatalogue, ControlProblem } from './control.ts';
import { quote, type ValuePath, type ValueProblem } from './member-reader.ts';
import { readControl } from './read-control.ts';
import { locateYaml, readYaml } from './yaml-text.ts';

export interface LoadOptions {
  /** Errors become warnings; the controls that have them are left out all the same. */
  readonly lenient?: boolean;
  /** Active ones unless given. */
  readonly statuses?: readonly Control['status'][];
}

/** Bare words that YAML 1.1 takes for booleans, perhaps: a cheap look before the exact one. */
const PERHAPS_BARE_SWITCH = /(?:[:,[{-][ \t]+|^[ \t]*)(?:yes|no|on|off)[ \t]*(?:$|[,\]}#:])/im;

/**
 * Reads control files, one control each. A control with an error is not loaded; nor, without a word, is one of another
 * status or without any automated check. Never throws for what is in the files.
 */
export function loadControls(
  files: readonly ConfigurationFile[],
  { lenient = false, statuses = ['active'] }: LoadOptions = {},
): ControlCatalogue {
  const controls: Control[] = [];
  const problems: ControlProblem[] = [];
  const firstOf = new Map<string, string>();
  for (const file of files) {
    const { control, problems: found } = loadOne(file, firstOf);
    problems.push(...found);
    if (control === null) continue;
    firstOf.set(control.id.toUpperCase(), file.path);
    const isSound = found.every(({ severity }) => severity === 'warning');
    if (isSound && control.checks.length > 0 && statuses.includes(control.status)) controls.push(control);
  }
  return {
    controls,
    problems: lenient ? problems.map((problem) => ({ ...problem, severity: 'warning' })) : problems,
  };
}

function loadOne(
  { path: file, text }: ConfigurationFile,
  firstOf: ReadonlyMap<string, string>,
): { readonly control: Control | null; readonly problems: readonly ControlProblem[] } {
  const read = readYaml(text);
  if (read.kind === 'refused') {
    return { control: null, problems: [{ severity: 'error', file, ...read.place, message: read.message }] };
  }
  const { control, problems: own } = readControl(read.value, file);
  const first = control === null ? undefined : firstOf.get(control.id.toUpperCase());
  const problems: readonly ValueProblem[] =
    control === null || first === undefined || control.id === ''
      ? own
      : [...own, problemAt(['id'], `The id ${quote(control.id)} is taken by ${first}; give each control its own.`)];
  if (problems.length === 0 && !PERHAPS_BARE_SWITCH.test(text)) return { control, problems: [] };
  const places = locateYaml(text);
  const located = problems.map(({ severity, path, atName, message }): ControlProblem => {
    return { severity, file, ...places.placeOf(path, atName), message };
  });
  const switches = places.bareSwitches.map(({ word, line, column }): ControlProblem => {
    const message = `${word} without quotes is a text here, and true or false for other readers; write it in quotes, or true or false.`;
    return { severity: 'warning', file, line, column, message };
  });
  return {
    control,
    problems: [...located, ...switches].toSorted((a, b) => a.line - b.line || a.column - b.column),
  };
}

function problemAt(path: ValuePath, message: string): ValueProblem {
  return { severity: 'error', path, atName: false, message };
}
