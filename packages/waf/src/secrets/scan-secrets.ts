import { compareCodePoints } from '@securescan/model';
import type { ConfigurationFile } from '../evaluate/configuration-tree.ts';
import type { DocumentSecret } from '../result/document.ts';
import { assignmentsOf } from './assignments.ts';
import { FORMAT_RULES } from './format-rules.ts';
import { entropyOf, isSecretValue } from './is-secret-value.ts';
import { KEY_RULES, rulesFor } from './key-rules.ts';

const FILES = /(?:\.(?:tf|tofu|tfvars|bicep|bicepparam|json|ya?ml|py|ts|js|go|cs)|(?:^|\/|\.)env(?:\.[\w-]+)?)$/i;
const SKIPPED_FOLDERS = /(?:^|\/)(?:\.git|\.terraform|node_modules|\.venv)\//;
const IGNORE_MARK = 'wafpass:ignore-secret';
/** Findings of one file; a file with more of them is no code. */
const MAX_FINDINGS = 10_000;
const MIN_BEARER_ENTROPY = 3;
const BEARER = 'Generic high-entropy bearer token';

/** Whether a file of this path is searched for secrets. */
export function mayHoldSecrets(path: string): boolean {
  return FILES.test(path) && !SKIPPED_FOLDERS.test(path);
}

/**
 * Secrets that stand in infrastructure code: values that are assigned to names of secrets, and texts that have the form
 * of one. By file, line and rule, each rule once on a line. Values are masked; a line with `wafpass:ignore-secret` is
 * listed as suppressed. Linear in the length of the text.
 */
export function scanSecrets(files: readonly ConfigurationFile[]): DocumentSecret[] {
  return files
    .filter(({ path }) => mayHoldSecrets(path))
    .toSorted((a, b) => compareCodePoints(a.path, b.path))
    .flatMap(scanFile);
}

function scanFile({ path, text }: ConfigurationFile): readonly DocumentSecret[] {
  const found: DocumentSecret[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    for (const hit of secretsOn(line, path)) {
      if (found.length >= MAX_FINDINGS) return found;
      found.push({
        file: path,
        line_no: index + 1,
        pattern_name: hit.label,
        severity: hit.severity,
        matched_key: hit.key,
        masked_value: maskSecret(hit.value),
        suppressed: line.includes(IGNORE_MARK),
      });
    }
  }
  return found;
}

interface Hit {
  readonly label: string;
  readonly severity: 'critical' | 'high';
  readonly key: string;
  readonly value: string;
}

function secretsOn(line: string, path: string): readonly Hit[] {
  const byLabel = new Map<string, Hit>();
  for (const { name, value } of assignmentsOf(line, path)) {
    const rules = rulesFor(name);
    if (rules.length === 0 || !isSecretValue(value)) continue;
    for (const { label, severity } of rules)
      if (!byLabel.has(label)) byLabel.set(label, { label, severity, key: name, value });
  }
  const named = KEY_RULES.flatMap(({ label }) => byLabel.get(label) ?? []);
  const formed = FORMAT_RULES.flatMap(({ label, severity, pattern }) => {
    const match = pattern.exec(line);
    const value = match?.[1] ?? match?.[0];
    if (value === undefined || !isSecretValue(value)) return [];
    return label === BEARER && entropyOf(value) < MIN_BEARER_ENTROPY ? [] : [{ label, severity, key: '', value }];
  });
  return [...named, ...formed];
}

const SHOWN = 4;
const MAX_ASTERISKS = 8;

/** The first characters, and asterisks for the others; nothing of a value that is hardly longer than those. */
function maskSecret(value: string): string {
  if (value.length <= SHOWN) return '****';
  return value.slice(0, SHOWN) + '*'.repeat(Math.min(MAX_ASTERISKS, value.length - SHOWN));
}
