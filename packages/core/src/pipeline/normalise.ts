import { asFingerprint } from '@securescan/model';
import type { Finding, FindingMetadata, JsonObject, JsonValue, RawFinding, RepoPath } from '@securescan/model';
import { cleanJson, cleanLine, cleanText } from './clean.ts';
import { toSnippetText } from './context.ts';
import { findCwes } from './cwe.ts';
import { createMasker, isCredentialFinding } from './mask-secrets.ts';
import { normalisePath } from './repo-path.ts';
import type { NormalisedPath } from './repo-path.ts';
import { findSnippet, firstSnippetLines } from './source-facts.ts';
import type { PipelineSettings, ScannerFindings } from './types.ts';

/** Only the pipeline writes these; a rule's own metadata must not be able to hide or restate a finding. */
const PIPELINE_KEYS = new Set(['suppressed_by', 'original_severity', 'also_reported_by', 'compliance_why']);

/**
 * First stage: what scanners reported, in the one form all later stages rely on. Paths are relative, weaknesses short,
 * lines sane, texts encodable, and no text of a credential finding repeats the credential. `id` and `fingerprint` are
 * still empty.
 */
export function normalise(
  scannerFindings: readonly ScannerFindings[],
  settings: Pick<PipelineSettings, 'root' | 'scanId' | 'sources'>,
): Finding[] {
  const out: Finding[] = [];
  const lookups: Lookups = {
    path: createCache((path) => normalisePath(path, settings.root)),
    weakness: createCache((text) => readWeakness(text)),
    settings,
  };
  for (const { scanner, scanType, findings } of scannerFindings) {
    for (const raw of findings) {
      const draft = toDraft(raw, scanner, scanType, lookups);
      if (isCredentialFinding(scanner, draft.ruleId, draft.cwe)) maskDraft(draft);
      out.push(draft);
    }
  }
  return out;
}

/** A finding still being put together. */
type Draft = { -readonly [Key in keyof Finding]: Finding[Key] };

/** Paths and weaknesses repeat; each spelling is worked out once. */
interface Lookups {
  readonly path: (reported: string) => NormalisedPath;
  readonly weakness: (text: string) => Weakness;
  readonly settings: Pick<PipelineSettings, 'scanId' | 'sources'>;
}

/** What a tool says of the weakness. */
interface Weakness {
  readonly cwes: readonly string[];
  /** Its words, when they say more than one number; else null. */
  readonly text: string | null;
}

function readWeakness(text: string): Weakness {
  const cwes = findCwes(text);
  const bare = text.trim();
  const saysNoMore = bare === '' || (cwes.length === 1 && /^(?:CWE[-_: ]{0,2})?\d+$/i.test(bare));
  return { cwes, text: saysNoMore ? null : cleanText(text) };
}

function createCache<Value>(make: (key: string) => Value): (key: string) => Value {
  const known = new Map<string, Value>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) known.set(key, (value = make(key)));
    return value;
  };
}

function toDraft(raw: RawFinding, scanner: string, scanType: Finding['scanType'], lookups: Lookups): Draft {
  const { settings } = lookups;
  const { path, reported } = lookups.path(raw.path ?? '');
  const { lineStart, lineEnd, column } = normaliseLines(raw);
  const weakness = lookups.weakness(raw.cwe ?? '');
  const ruleId = raw.ruleId === null ? null : cleanLine(raw.ruleId) || null;
  const snippet = toSnippet(raw, path, lineStart, lineEnd, settings.sources);
  const draft: Draft = {
    id: '',
    scanId: settings.scanId,
    scanner,
    scanType,
    severity: raw.severity,
    title: cleanLine(raw.title) || (ruleId ?? 'Finding without a title'),
    description: cleanText(raw.description),
    filePath: path,
    lineStart,
    lineEnd,
    column,
    ruleId,
    cwe: weakness.cwes[0] ?? null,
    remediation: raw.remediation == null ? null : cleanText(raw.remediation),
    metadata: toMetadata(raw, weakness, reported),
    complianceTags: [],
    fingerprint: asFingerprint(''),
  };
  if (raw.identity !== undefined && raw.identity !== '') draft.identity = cleanText(raw.identity);
  if (snippet !== '') draft.snippet = snippet;
  return draft;
}

/** A line of 0 or less is no line; an end before the start is the start; a column needs a line. */
function normaliseLines(raw: RawFinding): Pick<Finding, 'lineStart' | 'lineEnd' | 'column'> {
  const lineStart = toPosition(raw.lineStart);
  if (lineStart === null) return { lineStart, lineEnd: null, column: null };
  const lineEnd = toPosition(raw.lineEnd);
  return {
    lineStart,
    lineEnd: lineEnd === null ? null : Math.max(lineStart, lineEnd),
    column: toPosition(raw.column),
  };
}

function toPosition(value: number | null | undefined): number | null {
  return value != null && Number.isSafeInteger(value) && value > 0 ? value : null;
}

function toMetadata(raw: RawFinding, { cwes, text }: Weakness, reportedPath: string | null): FindingMetadata {
  const own = raw.metadata === undefined ? {} : cleanJson(raw.metadata);
  const extra: Record<string, JsonValue> = {};
  if (raw.confidence !== undefined && typeof own['confidence'] !== 'string') extra['confidence'] = raw.confidence;
  if (reportedPath !== null) extra['reported_path'] = reportedPath;
  if (cwes.length > 1) extra['cwes'] = cwes;
  if (text !== null) extra['cwe_text'] = text;
  const isKept = (key: string): boolean =>
    !PIPELINE_KEYS.has(key) && (key !== 'confidence' || typeof own['confidence'] === 'string');
  const kept = Object.keys(own).every(isKept)
    ? own
    : Object.fromEntries(Object.entries(own).filter(([key]) => isKept(key)));
  return Object.keys(extra).length === 0 ? kept : { ...kept, ...extra };
}

function toSnippet(
  raw: RawFinding,
  path: RepoPath | null,
  lineStart: number | null,
  lineEnd: number | null,
  sources: PipelineSettings['sources'],
): string {
  const own = raw.metadata === undefined ? '' : toSnippetText(raw.metadata['line_snippet']);
  return own || findSnippet(sources, path, lineStart, lineEnd) || firstSnippetLines(raw.snippet ?? '');
}

function maskDraft(draft: Draft): void {
  const mask = createMasker(draft.snippet ?? '', draft.scanner === 'bandit');
  draft.title = mask.text(draft.title);
  draft.description = mask.text(draft.description);
  if (draft.remediation !== null) draft.remediation = mask.text(draft.remediation);
  // The masker keeps the shape of what it is given.
  draft.metadata = mask.json(draft.metadata as JsonObject);
}
