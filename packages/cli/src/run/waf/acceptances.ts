import { SecureScanError } from '@securescan/model';
import type { ControlProblem } from '@securescan/waf';
import type { ParsedArguments } from '../../command/parsed-arguments.ts';
import type { Io } from '../../io/io.ts';
import { describeProblem } from './control-source.ts';
import { findWaiverFile, readWaiverFile } from './waiver-source.ts';

/** A waiver or a risk acceptance by the names that it has on the wire. */
export type Acceptance = Readonly<Record<string, string>>;

/** The file that commands about waivers are about: `--skip-file`, else a well-known one in the working directory. */
export function findGivenFile(args: ParsedArguments, io: Io): string | null {
  return findWaiverFile(args, io, []);
}

/**
 * What stands in a file of waivers.
 * @throws SecureScanError E_CONFIG_NOT_FOUND; E_CONFIG_INVALID with a line per mistake
 */
export function readAcceptances(
  file: string,
  io: Io,
): { readonly waivers: readonly Acceptance[]; readonly risks: readonly Acceptance[] } {
  const { waivers, risks, problems } = readWaiverFile(file, io);
  failOnMistakes(problems);
  return { waivers: waivers.map((waiver) => ({ ...waiver })), risks: risks.map((risk) => ({ ...risk })) };
}

/** @throws SecureScanError E_CONFIG_INVALID when there are errors among the problems */
export function failOnMistakes(problems: readonly ControlProblem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  throw new SecureScanError('E_CONFIG_INVALID', errors.map((error) => describeProblem(error)).join('\n'));
}
