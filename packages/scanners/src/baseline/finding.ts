import type { RawFinding, Severity } from '@securescan/model';
import { hostRules, type HostRuleId } from './rules.ts';

/** What a check found. What it leaves out is said by the rule; scope and identity are added for all alike. */
export interface HostObservation {
  readonly rule: HostRuleId;
  readonly severity?: Severity;
  readonly title?: string;
  readonly description?: string;
  readonly remediation?: string;
  /** Absolute path on this machine. */
  readonly path?: string;
  readonly line?: number;
  /** Tells it from others of the rule: an account, a port, a variable, a directory. */
  readonly subject?: string;
}

export function toFinding(observation: HostObservation, scope: 'host' | 'target'): RawFinding {
  const { rule: id, path, line, subject } = observation;
  const { severity, title, description, remediation, cwe } = { ...hostRules[id], ...observation };
  return {
    ruleId: `BASELINE-${id}`,
    severity,
    title,
    description,
    remediation,
    cwe,
    path: path ?? null,
    lineStart: line ?? null,
    // A line is its own context; without one, the subject tells findings of a rule apart.
    ...(line === undefined ? { identity: subject ?? id } : {}),
    metadata: { baseline_scope: scope },
  };
}
