import { SecureScanError } from '@securescan/model';

export interface AiChoice {
  readonly command: 'scan' | 'diff' | 'compare' | 'baseline';
  /** `--ai` and `--no-ai`. */
  readonly ai: boolean;
  readonly noAi: boolean;
  /** `ai` of the configuration file; null when it says nothing. */
  readonly configured: boolean | null;
  /** The variable `CI`; undefined when it is not set. */
  readonly ciVariable: string | undefined;
}

/** Whether findings go to an AI service, and who decided that. */
export interface AiDecision {
  readonly enabled: boolean;
  readonly by: 'flag' | 'configuration' | 'ci' | 'default';
}

/** True for `true` and `1` in any case. */
export function isCiVariable(value: string | undefined): boolean {
  return value?.toLowerCase() === 'true' || value === '1';
}

/**
 * Decides whether AI enrichment is wanted: only when asked for, by flag or configuration; in CI by flag only. Whether a
 * key is there is for the caller to look at afterwards. `baseline` listens to flags alone, since its file must not depend
 * on a service.
 * @throws SecureScanError E_ARGUMENT when both flags are given
 */
export function decideAi({ command, ai, noAi, configured, ciVariable }: AiChoice): AiDecision {
  if (ai && noAi) throw new SecureScanError('E_ARGUMENT', '--ai and --no-ai exclude each other; give one of them');
  if (ai || noAi) return { enabled: ai, by: 'flag' };
  if (command === 'baseline' || configured === null) return { enabled: false, by: 'default' };
  if (configured && isCiVariable(ciVariable)) return { enabled: false, by: 'ci' };
  return { enabled: configured, by: 'configuration' };
}
