import { firstCodePoints, isSuppressed } from '@securescan/model';
import type { Finding, ScanSummary, Severity } from '@securescan/model';
import { redact } from './redact.ts';

/** All that an AI service is ever told about a finding. No source text, no metadata; texts are redacted and cut. */
export interface AiSubject {
  readonly severity: Severity;
  readonly title: string;
  readonly description: string;
  readonly file: string | null;
  readonly ruleId: string | null;
  readonly cwe: string | null;
}

/** All that it is told about a scan. */
export interface AiOverview {
  readonly summary: ScanSummary;
  readonly findings: readonly Pick<AiSubject, 'severity' | 'title' | 'file'>[];
}

/** An AI service. Answers are untrusted text; null when it has none. */
export interface AiEnricher {
  /** Model or service, kept with the advice. */
  readonly name: string;
  advise(subject: AiSubject, signal: AbortSignal): Promise<string | null>;
  summarise(overview: AiOverview, signal: AbortSignal): Promise<string | null>;
}

const MAX_ADVISED = 50;
const MAX_OVERVIEW = 20;
const MAX_ANSWER = 2000;
const AT_ONCE = 4;

/** What may be told about a finding. */
export function toAiSubject(finding: Finding): AiSubject {
  // The description of a secret repeats what was found around it; the title says enough.
  const isSecret = finding.scanner === 'secrets' || finding.scanner === 'git-hygiene';
  return {
    severity: finding.severity,
    title: redact(finding.title, 200),
    description: isSecret ? '' : redact(finding.description, 1000),
    file: finding.filePath === null ? null : redact(finding.filePath, 300),
    ruleId: finding.ruleId,
    cwe: finding.cwe,
  };
}

/** An answer as it may be stored: no control characters, no markup that hides, of bounded length. */
function cleanAnswer(answer: string | null): string | null {
  if (answer === null) return null;
  const plain = answer.replaceAll(/[^\P{Cc}\t\n]|[\u200b-\u200f\u202a-\u202e\u2066-\u2069]/gu, '');
  return firstCodePoints(plain.trim(), MAX_ANSWER) || null;
}

/** A service that fails is no reason for a scan to fail: there is then no advice, and the failures are counted. */
async function ask(question: () => Promise<string | null>): Promise<{ answer: string | null; failed: boolean }> {
  try {
    return { answer: cleanAnswer(await question()), failed: false };
  } catch {
    return { answer: null, failed: true };
  }
}

export interface Enrichment {
  readonly findings: readonly Finding[];
  readonly aiSummary: string | null;
  /** What the user must be told: questions that failed or were left out. */
  readonly notices: readonly string[];
}

/**
 * Adds advice to severe findings as `metadata.ai_remediation` `{text, by}`, and a summary. A scanner's own remediation
 * stays as it is; suppressed findings are not sent; equal questions are asked once.
 */
export async function enrichFindings(
  findings: readonly Finding[],
  summary: ScanSummary,
  enricher: AiEnricher,
  signal: AbortSignal,
): Promise<Enrichment> {
  const shown = findings.filter((finding) => !isSuppressed(finding));
  const subjects = new Map<Finding, string>();
  for (const finding of shown)
    if (finding.severity === 'critical' || finding.severity === 'high')
      subjects.set(finding, JSON.stringify(toAiSubject(finding)));
  const questions = [...new Set(subjects.values())];
  const asked = questions.slice(0, MAX_ADVISED);
  const answers = new Map<string, string>();
  let failures = 0;
  const queue = asked.values();
  const work = async () => {
    for (const question of queue) {
      if (signal.aborted) return;
      const { answer, failed } = await ask(() => enricher.advise(JSON.parse(question) as AiSubject, signal));
      if (failed) failures += 1;
      if (answer !== null) answers.set(question, answer);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));

  const overview = shown.slice(0, MAX_OVERVIEW).map((finding) => {
    const { severity, title, file } = toAiSubject(finding);
    return { severity, title, file };
  });
  const whole = signal.aborted
    ? { answer: null, failed: false }
    : await ask(() => enricher.summarise({ summary, findings: overview }, signal));
  if (whole.failed) failures += 1;

  const notices: string[] = [];
  if (failures > 0) notices.push(`${enricher.name} did not answer ${failures} of ${asked.length + 1} questions`);
  if (asked.length < questions.length)
    notices.push(`${enricher.name} was asked about ${asked.length} of ${questions.length} severe findings`);
  return {
    findings: findings.map((finding) => {
      const text = answers.get(subjects.get(finding) ?? '');
      if (text === undefined) return finding;
      return { ...finding, metadata: { ...finding.metadata, ai_remediation: { text, by: enricher.name } } };
    }),
    aiSummary: whole.answer,
    notices,
  };
}
