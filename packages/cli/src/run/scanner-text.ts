import type { Scanner } from '@securescan/core';
import type { CatalogueRule } from '@securescan/scanners';

/** A scanner for people: what it looks for, and the rules that this program brings for it. */
export function renderScannerText(
  { id, scanType, description, checks }: Scanner,
  rules: readonly CatalogueRule[],
): string {
  const width = Math.max(0, ...rules.map((rule) => rule.id.length));
  return [
    `${id} (${scanType})`,
    '',
    description,
    '',
    ...checks.map((check) => `  - ${check}`),
    ...(rules.length === 0 ? [] : ['', 'Rules']),
    ...rules.map((rule) => `  ${rule.id.padEnd(width)}  ${rule.severity.padEnd(8)}  ${rule.title}`),
    '',
  ].join('\n');
}

/** The same for programs. */
export function renderScannerJson(
  { id, scanType, description, checks }: Scanner,
  rules: readonly CatalogueRule[],
): string {
  const json = {
    scanner: id,
    scan_type: scanType,
    description,
    checks,
    rules: rules.map((rule) => ({ id: rule.id, severity: rule.severity, title: rule.title })),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}
