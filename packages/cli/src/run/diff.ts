import { SecureScanError } from '@securescan/model';
import type { ParsedArguments } from '../command/parsed-arguments.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Io } from '../io/io.ts';
import { parseChangeOptions } from './change-options.ts';
import { diffRefs } from './diff-refs.ts';
import { diffSnapshots } from './diff-snapshots.ts';
import { checkExclusive } from './scan-choices.ts';

type DiffMode =
  | { readonly kind: 'refs'; readonly baseRef: string; readonly headRef: string }
  | { readonly kind: 'snapshots'; readonly baseFile: string; readonly headFile: string };

/** Shows what a change adds and fixes. */
export async function run(args: ParsedArguments, io: Io): Promise<ExitCode> {
  checkExclusive(args, 'ai', 'no-ai');
  const mode = parseMode(args);
  const options = await parseChangeOptions('diff', args.positionals[0] ?? '.', args, io);
  return mode.kind === 'refs' ? diffRefs(mode, options, io) : diffSnapshots(mode, options, io);
}

function parseMode(args: ParsedArguments): DiffMode {
  const [baseRef, headRef] = [args.find('base-ref'), args.find('head-ref')];
  const [baseFile, headFile] = [args.find('base-snapshot'), args.find('head-snapshot')];
  const hasRef = baseRef !== undefined || headRef !== undefined;
  const hasFile = baseFile !== undefined || headFile !== undefined;
  if (hasRef && hasFile) fail('choose either --base-ref/--head-ref OR --base-snapshot/--head-snapshot, not both');
  if (!hasRef && !hasFile) {
    fail('must provide either --base-ref (with optional --head-ref) or --base-snapshot AND --head-snapshot');
  }
  if (hasFile) {
    if (baseFile === undefined || headFile === undefined) {
      fail('snapshot mode requires BOTH --base-snapshot AND --head-snapshot');
    }
    return { kind: 'snapshots', baseFile, headFile };
  }
  if (baseRef === undefined) fail('ref mode requires --base-ref (--head-ref defaults to HEAD)');
  return { kind: 'refs', baseRef, headRef: headRef ?? 'HEAD' };
}

function fail(message: string): never {
  throw new SecureScanError('E_ARGUMENT', message);
}
