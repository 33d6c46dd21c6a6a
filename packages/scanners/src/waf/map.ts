import type { JsonObject, RawFinding } from '@securescan/model';
import type { CheckResult, Control, ControlEvaluation } from '@securescan/waf';
import { toTitle } from '../tool-report/index.ts';
import { findWeakness } from './weaknesses.ts';

const MAX_RESOURCES = 20;

/**
 * Failed checks as findings, one for each check and place: what `count`, `for_each` or several calls of a module make of
 * one block is one finding that names its resources.
 */
export function toFindings(evaluations: readonly ControlEvaluation[]): readonly RawFinding[] {
  return evaluations.flatMap((evaluation) => {
    const failed = evaluation.results.filter(({ status }) => status === 'FAIL');
    return [...Map.groupBy(failed, toPlaceKey).values()].flatMap((results) => toFinding(results, evaluation.control));
  });
}

/** What a waiver holds for is a finding of its own. */
function toPlaceKey({ check, span, block, resource, waiver }: CheckResult): string {
  const place = span ?? block?.span ?? null;
  return `${check.id} ${place === null ? resource : `${place.file} ${place.from}`} ${waiver?.reason ?? ''}`;
}

function toFinding(results: readonly CheckResult[], control: Control): readonly RawFinding[] {
  const [first] = results;
  if (first === undefined) return [];
  const { check, span, block } = first;
  const place = span ?? block?.span ?? null;
  const resources = [...new Set(results.map(({ resource }) => resource))];
  const wrong = first.assertions.filter(({ status }) => status === 'FAIL').map(({ message }) => message);
  const statement = toTitle(wrong[0] ?? check.title);
  return [
    {
      ruleId: check.id,
      severity: check.severity,
      title: first.resource === '' ? statement : `${statement} (${first.resource})`,
      description: [...new Set(wrong), control.description, control.rationale].filter((text) => text !== '').join(' '),
      remediation: check.remediation === '' ? null : check.remediation,
      cwe: findWeakness(check.id),
      ...(place === null
        ? { path: null }
        : { path: place.file, lineStart: place.start.line, lineEnd: place.end.line, column: place.start.column }),
      confidence: 'high',
      metadata: toMetadata(first, control, resources),
    },
  ];
}

function toMetadata({ check, waiver }: CheckResult, control: Control, resources: readonly string[]): JsonObject {
  const reference = control.references['best_practice'];
  return {
    control: control.id,
    control_title: control.title,
    pillar: control.pillar,
    resources: resources.slice(0, MAX_RESOURCES),
    ...(resources.length > MAX_RESOURCES ? { resource_count: resources.length } : {}),
    regulatory_mapping: control.regulatoryMapping.map(
      ({ framework, controls }) => `${framework}: ${controls.join(', ')}`,
    ),
    on_fail: check.onFail,
    ...(waiver === undefined ? {} : { waived: { reason: waiver.reason, expires: waiver.expires } }),
    ...(typeof reference === 'string' ? { references: [reference] } : {}),
  };
}
