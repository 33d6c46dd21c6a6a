import type { PipelineSettings, ScopedIgnore } from '../pipeline/types.ts';
import { toPathMatcher } from './path-glob.ts';
import type { IgnoredRule } from './project-config.ts';

/** Ignored rules as the pipeline takes them, with sentences about entries that no longer hold. */
export interface ResolvedIgnores extends Required<Pick<PipelineSettings, 'ignoredRules' | 'scopedIgnores'>> {
  readonly notices: readonly string[];
}

/**
 * Sorts ignored rules into those that hold everywhere and those for some files, and leaves out what has ended.
 * @param today - YYYY-MM-DD, UTC; an entry holds on its last day
 */
export function resolveIgnores(rules: readonly (string | IgnoredRule)[], today: string): ResolvedIgnores {
  const ignoredRules: string[] = [];
  const scopedIgnores: ScopedIgnore[] = [];
  const notices: string[] = [];
  for (const rule of rules) {
    if (typeof rule === 'string') ignoredRules.push(rule);
    else if (rule.until !== null && rule.until < today)
      notices.push(`the ignore of rule '${rule.id}' ended on ${rule.until}; its findings are shown again`);
    else if (rule.path === null) ignoredRules.push(rule.id);
    else scopedIgnores.push({ ruleId: rule.id, matches: toPathMatcher(rule.path) });
  }
  return { ignoredRules, scopedIgnores, notices };
}
