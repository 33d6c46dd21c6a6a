import type { Confidence, JsonObject, RawFinding, Severity } from '@securescan/model';
import { excerpt, listNote, toCwe, toTitle } from '../tool-report/index.ts';
import { SemgrepError, type SemgrepResult } from './schema.ts';

const SEVERITIES: Readonly<Record<string, Severity>> = {
  CRITICAL: 'critical',
  HIGH: 'high',
  MEDIUM: 'medium',
  LOW: 'low',
  ERROR: 'high',
  WARNING: 'medium',
  INFO: 'low',
};

const LEVELS: Readonly<Record<string, number>> = { HIGH: 2, MEDIUM: 1, LOW: 0 };

/** Semgrep answers this instead of source text to people who are not signed in. */
const NO_SOURCE = 'requires login';

/** A match as a finding. */
export function toRawFinding(result: SemgrepResult): RawFinding {
  const { extra } = result;
  const confidence = toConfidence(extra.metadata['confidence']);
  const remediation = extra.fix ?? extra.metadata['remediation'];
  return {
    severity: toSeverity(extra.severity, extra.metadata),
    title: extra.message === null ? (result.check_id ?? 'Unknown rule') : toTitle(extra.message),
    description: extra.message ?? 'No description',
    path: result.path,
    lineStart: result.start.line,
    lineEnd: result.end.line,
    column: result.start.col,
    ruleId: result.check_id,
    cwe: toCwe(extra.metadata['cwe']),
    remediation: typeof remediation === 'string' ? remediation : null,
    ...(confidence === null ? {} : { confidence }),
    ...(extra.lines === null || extra.lines === NO_SOURCE ? {} : { snippet: extra.lines }),
    metadata: extra.metadata,
  };
}

/**
 * Severity of a match. A rule of the newer kind says it; for the three older words impact and likelihood decide where the
 * rule states both, as semgrep's own platform does.
 */
export function toSeverity(word: string | null, metadata: JsonObject): Severity {
  const upper = (word ?? '').toUpperCase();
  const impact = findLevel(metadata['impact']);
  const likelihood = findLevel(metadata['likelihood']);
  const older = upper === 'ERROR' || upper === 'WARNING' || upper === 'INFO';
  if (older && impact !== undefined && likelihood !== undefined) {
    return (['low', 'low', 'medium', 'high', 'critical'] as const)[impact + likelihood] ?? 'low';
  }
  return SEVERITIES[upper] ?? 'low';
}

function findLevel(word: unknown): number | undefined {
  return typeof word === 'string' ? LEVELS[word.toUpperCase()] : undefined;
}

function toConfidence(value: unknown): Confidence | null {
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  return word === 'high' || word === 'medium' || word === 'low' ? word : null;
}

/** What semgrep's error list means for the scan. */
export interface SemgrepProblems {
  readonly notes: readonly string[];
  /** Set when a rule or a file was given up for lack of time or memory, or a rule could not be read. */
  readonly incomplete: string | null;
  /** Message of the first error that stops a scan. */
  readonly fatal: string | null;
}

/** Reads the error list. A file that is not of its language is noted; what was given up makes the scan incomplete. */
export function toProblems(errors: readonly unknown[]): SemgrepProblems {
  const unparsed: string[] = [];
  const givenUp: string[] = [];
  let fatal: string | null = null;
  for (const item of errors) {
    const parsed = SemgrepError.safeParse(item);
    if (!parsed.success) continue;
    const { type, path, message, level, rule_id: rule } = parsed.data;
    const kind = type ?? 'error';
    if (/^(?:syntax error|lexical error|partial ?parsing|other syntax error|ast builder error)$/i.test(kind)) {
      unparsed.push(path ?? 'a file');
      continue;
    }
    if (level === 'error' && fatal === null) fatal = excerpt(message ?? kind);
    givenUp.push(
      [kind.toLowerCase(), rule === null ? '' : ` of rule ${rule}`, path === null ? '' : ` in ${path}`].join(''),
    );
  }
  return {
    notes: listNote(unparsed, (names) => `Semgrep could not parse all of ${names}; rules saw the rest.`),
    incomplete: listNote(givenUp, (names) => `Semgrep gave up on a part: ${names}.`)[0] ?? null,
    fatal,
  };
}
