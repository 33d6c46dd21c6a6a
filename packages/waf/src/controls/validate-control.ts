import type { Control } from './control.ts';
import type { ValueProblem } from './member-reader.ts';
import { readControl } from './read-control.ts';

export interface ValidatedControl {
  /** With the automated checks; null when there is an error. */
  readonly control: Control | null;
  readonly errors: readonly Omit<ValueProblem, 'severity' | 'atName'>[];
  readonly warnings: readonly Omit<ValueProblem, 'severity' | 'atName'>[];
}

/** Checks a control that did not come from a file, by the same rules. Paths lead from the top of the value. */
export function validateControl(value: unknown): ValidatedControl {
  const { control, problems } = readControl(value, '');
  const select = (wanted: ValueProblem['severity']): ValidatedControl['errors'] =>
    problems.filter(({ severity }) => severity === wanted).map(({ path, message }) => ({ path, message }));
  const errors = select('error');
  return { control: errors.length === 0 ? control : null, errors, warnings: select('warning') };
}
