import type { RawFinding, Severity } from '@securescan/model';

/** What a check found; scope and identity are added for all alike. */
export interface HostObservation {
  /** Without the prefix `BASELINE-`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly description: string;
  readonly remediation: string;
  readonly cwe: string | null;
  /** Absolute path on this machine. */
  readonly path?: string;
  readonly line?: number;
  /** Tells it from others of the rule: an account, a port, a variable, a directory. */
  readonly subject?: string;
}

export function toFinding(observation: HostObservation, scope: 'host' | 'target'): RawFinding {
  const { rule, severity, title, description, remediation, cwe, path, line, subject } = observation;
  return {
    ruleId: `BASELINE-${rule}`,
    severity,
    title,
    description,
    remediation,
    cwe,
    path: path ?? null,
    lineStart: line ?? null,
    // A line is its own context; without one, the subject tells findings of a rule apart.
    ...(line === undefined ? { identity: subject ?? rule } : {}),
    metadata: { baseline_scope: scope },
  };
}
