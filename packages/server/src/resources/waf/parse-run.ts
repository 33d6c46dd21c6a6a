import { NewWafRun } from '@securescan/contract';
import type { JsonObject } from '@securescan/model';
import { findUnstorableText } from '../../http/unstorable-text.ts';
import { isPlainControl, type PlainControl, readPlainFinding } from './plain-parts.ts';

/** More than the schema takes. */
const MAX_FINDINGS = 200_000;
const MAX_CONTROLS = 10_000;
/** Stands in every JSON text that holds characters which not every database can hold. */
const ESCAPE = Buffer.from(String.raw`\u`);

/**
 * Parses a posted run: its findings and controls by hand, the rest by the schema.
 * @returns what the schema would give; undefined when something is not as usual, and the schema has to look at it
 */
export function parseWafRun(value: unknown, bytes: Uint8Array): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { findings, controls_meta: controls, ...rest } = value as Readonly<Record<string, unknown>>;
  const plainFindings = readFindings(findings);
  if (plainFindings === null) return undefined;
  const plainControls = readControls(controls);
  const result = NewWafRun.safeParse(plainControls === null ? { ...rest, controls_meta: controls } : rest);
  if (!result.success) return undefined;
  const run = {
    ...result.data,
    findings: plainFindings,
    ...(plainControls === null ? {} : { controls_meta: plainControls }),
  };
  // Texts are valid UTF-8 here, so only an escape can make what cannot be stored.
  if (Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(ESCAPE)) {
    if (findUnstorableText('body', run).length > 0) return undefined;
  }
  return run;
}

function readFindings(list: unknown): readonly JsonObject[] | null {
  if (list === undefined) return [];
  if (!Array.isArray(list) || list.length > MAX_FINDINGS) return null;
  const findings: JsonObject[] = [];
  for (const item of list) {
    const finding = readPlainFinding(item);
    if (finding === null) return null;
    findings.push(finding);
  }
  return findings;
}

function readControls(list: unknown): readonly PlainControl[] | null {
  if (list === undefined) return [];
  if (!Array.isArray(list) || list.length > MAX_CONTROLS) return null;
  return list.every(isPlainControl) ? list : null;
}
