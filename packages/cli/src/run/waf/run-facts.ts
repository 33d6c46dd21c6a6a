import { readHead } from '@securescan/host';
import type { ParsedArguments } from '../../command/parsed-arguments.ts';
import type { Io } from '../../io/io.ts';

/** Where a run belongs, as the document says it. */
export interface RunFacts {
  readonly project: string;
  readonly branch: string;
  readonly gitSha: string;
  readonly triggeredBy: string;
  readonly stage: string;
  readonly isCicd: boolean;
}

/** From the options, else from the pipeline that runs us, else from git in the working directory. */
export async function readRunFacts(args: ParsedArguments, io: Io): Promise<RunFacts> {
  const { env } = io;
  const branch =
    args.find('branch') ?? env.get('GITHUB_HEAD_REF') ?? env.get('GITHUB_REF_NAME') ?? env.get('CI_COMMIT_REF_NAME');
  const gitSha = args.find('git-sha') ?? env.get('GITHUB_SHA') ?? env.get('CI_COMMIT_SHA');
  const head = branch !== undefined && gitSha !== undefined ? null : await readHead(io.cwd);
  return {
    project: args.find('project') ?? '',
    branch: branch ?? head?.branch ?? '',
    gitSha: gitSha ?? head?.commit ?? '',
    triggeredBy: args.find('triggered-by') ?? findTrigger(io),
    stage: args.find('stage') ?? '',
    isCicd: args.has('is-cicd'),
  };
}

function findTrigger({ env }: Io): string {
  if (env.get('GITHUB_ACTIONS') !== undefined) return 'github-actions';
  if (env.get('GITLAB_CI') !== undefined) return 'gitlab-ci';
  return env.get('CI') === undefined ? 'local' : 'ci';
}
