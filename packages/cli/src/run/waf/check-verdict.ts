import type { ResultDocument } from '@securescan/waf';
import type { ParsedArguments } from '../../command/parsed-arguments.ts';
import { EXIT } from '../../exit-codes.ts';
import type { ExitCode } from '../../exit-codes.ts';
import { countNoun } from '../gates.ts';
import type { CheckChoices } from './check-choices.ts';
import type { CheckedCode } from './check-code.ts';
import { findGateHit } from './fail-on.ts';

/** How a check ends, and why. */
export interface Verdict {
  readonly exitCode: ExitCode;
  /** `Exit code: 1 (2 controls failed; --fail-on fail)`. */
  readonly conclusion: string;
}

/** Code that was not read outweighs a gate: nobody knows what stands there. */
export function judge(
  checked: CheckedCode,
  document: ResultDocument,
  choices: CheckChoices,
  args: ParsedArguments,
): Verdict {
  const gap = findGap(checked, document);
  if (gap !== null && !args.has('allow-partial')) {
    return conclude(EXIT.badInput, `${gap}; mend that, or pass --allow-partial`);
  }
  const hit = findGateHit(checked.check.evaluations, choices.failOn, args.has('honour-on-fail'));
  const secrets = checked.secrets.filter(({ suppressed }) => !suppressed).length;
  const reasons = [
    ...(hit === null ? [] : [`${hit}; --fail-on ${choices.failOn}`]),
    ...(args.has('fail-on-secrets') && secrets > 0 ? [`${countNoun(secrets, 'secret')} in the code`] : []),
  ];
  if (reasons.length > 0) return conclude(EXIT.gate, reasons.join('; '));
  return conclude(EXIT.ok, gap === null ? `--fail-on ${choices.failOn}` : `${gap}; --allow-partial`);
}

function conclude(exitCode: ExitCode, why: string): Verdict {
  return { exitCode, conclusion: `Exit code: ${exitCode} (${why})` };
}

/** Why the result is about a part of the code only, or about none; null when it is whole. */
function findGap({ check, reader, files }: CheckedCode, document: ResultDocument): string | null {
  const errors = document.diagnostics.filter(({ severity }) => severity === 'error').length;
  if (errors > 0) return `${countNoun(errors, 'problem')} left a part of the code out`;
  if (check.state.blocks.length > 0) return null;
  return check.state.files > 0 || files.length > 0
    ? `nothing that can be checked as ${reader.title} stands in the files`
    : `no files of ${reader.title} there`;
}
