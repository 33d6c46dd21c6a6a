import { firstCodePoints, SecureScanError, type JsonValue } from '@securescan/model';
import type { ToolRun } from '@securescan/core';

/**
 * The JSON document in a tool's standard output. Text around it (progress lines, deprecation banners) is left out.
 * @throws SecureScanError E_TOOL_OUTPUT when there is no output, E_TOOL_REPORT when there is no JSON in it
 */
export function parseJsonReport(tool: string, run: Pick<ToolRun, 'stdout' | 'stderr' | 'exitCode'>): unknown {
  const text = run.stdout.trim();
  if (text === '') throw emptyOutput(tool, run);
  const whole = tryJson(text);
  if (whole !== undefined) return whole;
  const inner = tryJson(withoutBanners(text));
  if (inner !== undefined) return inner;
  throw new SecureScanError(
    'E_TOOL_REPORT',
    `${tool} did not write a JSON report (exit code ${run.exitCode}); its output starts with: ${excerpt(text)}`,
    { details: { tool, exitCode: run.exitCode } },
  );
}

/** A tool that wrote nothing looked at nothing, whatever its exit code says. */
export function emptyOutput(tool: string, run: Pick<ToolRun, 'stderr' | 'exitCode'>): SecureScanError {
  const reason = excerptEnd(run.stderr);
  return new SecureScanError(
    'E_TOOL_OUTPUT',
    `${tool} ended with exit code ${run.exitCode} and wrote no report${reason === '' ? '.' : `: ${reason}`}`,
    { details: { tool, exitCode: run.exitCode } },
  );
}

/** The start of a text on one line, for messages. */
export function excerpt(text: string, limit = 200): string {
  const flat = text.replaceAll(/\s+/g, ' ').trim();
  return flat.length <= limit ? flat : `${firstCodePoints(flat, limit)}…`;
}

/** The last lines of standard error, where programs say why they gave up. */
export function excerptEnd(stderr: string, limit = 300): string {
  const flat = stderr.replaceAll(/\s+/g, ' ').trim();
  return flat.length <= limit ? flat : `…${flat.slice(-limit)}`;
}

function withoutBanners(text: string): string {
  const start = /^[[{]/m.exec(text)?.index ?? 0;
  const end = Math.max(text.lastIndexOf('\n}'), text.lastIndexOf('\n]'));
  const oneLine = text.indexOf('\n', start);
  const candidate = end > start ? text.slice(start, end + 2) : text.slice(start, oneLine === -1 ? undefined : oneLine);
  return candidate;
}

function tryJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue; // JSON.parse yields nothing but JSON values
  } catch {
    return undefined; // the caller says what was expected
  }
}
