import { fingerprintOf } from '@securescan/core';
import { parseFinding, type ChangeReport, type Finding } from '@securescan/model';
import type { Rendering } from '../src/index.ts';
import { makeChange } from './sample.ts';

/** A finding as the vectors list it: relevant fields only. */
export type VectorFinding = Readonly<Record<string, unknown>>;

/** Fills in the defaults that the vectors leave out, and the fingerprint. */
export function toFinding(fields: VectorFinding): Finding {
  const finding = parseFinding({
    scan_id: 'scan-1',
    scanner: 'semgrep',
    scan_type: 'code',
    severity: 'medium',
    title: 'T',
    description: 'D.',
    ...fields,
  });
  return finding.fingerprint === '' ? { ...finding, fingerprint: fingerprintOf(finding) } : finding;
}

/** As `toFinding`, for a list. */
export function toFindings(list: readonly VectorFinding[] = []): Finding[] {
  return list.map(toFinding);
}

/** A change as the vectors describe it; of the unchanged findings they only know the number. */
export function toChange(
  input: {
    readonly mode?: 'diff' | 'compare';
    readonly new?: readonly VectorFinding[];
    readonly fixed?: readonly VectorFinding[];
    readonly unchanged_count?: number;
  },
  more: Partial<ChangeReport> = {},
): ChangeReport {
  const unchanged = Array.from({ length: input.unchanged_count ?? 0 }, (_, index) =>
    toFinding({ id: `u${index}`, title: `Unchanged ${index}`, rule_id: `U${index}` }),
  );
  return makeChange({
    mode: input.mode ?? 'diff',
    added: toFindings(input.new),
    removed: toFindings(input.fixed),
    unchanged,
    base: null,
    head: null,
    baseSha: null,
    headSha: null,
    ...more,
  });
}

/** The text of a rendering of one part. */
export function textOf(rendering: Rendering): string {
  const [part] = rendering.parts;
  if (part === undefined || rendering.parts.length !== 1) throw new Error('expected exactly one part');
  if (typeof part.content !== 'string') throw new Error('expected a text');
  return part.content;
}
