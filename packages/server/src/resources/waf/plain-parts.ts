import type { JsonObject } from '@securescan/model';

/** Bounds of the schema, or below them. */
const MAX_TEXT = 10_000;
const MAX_MAPPINGS = 200;
const MAX_ITEMS = 1000;

type Members = Readonly<Record<string, unknown>>;

/**
 * A finding as the schema would give it, with its defaults and without what it does not know.
 * @returns null when something is not as usual
 */
export function readPlainFinding(value: unknown): JsonObject | null {
  if (!isMembers(value)) return null;
  const { check_id, check_title, control_id, severity, status, resource, message, remediation } = value;
  const { pillar = '', file = '', fingerprint = '', example = null, waived = null } = value;
  const { line = null, end_line = null, regulatory_mapping = [] } = value;
  const isPlain =
    isText(check_id) &&
    isText(check_title) &&
    isText(control_id) &&
    isText(pillar) &&
    isText(severity) &&
    isText(status) &&
    isText(resource) &&
    isText(message) &&
    isText(remediation) &&
    isText(file) &&
    isText(fingerprint) &&
    fingerprint.length <= 200 &&
    isLine(line) &&
    isLine(end_line) &&
    isFlat(example) &&
    isFlat(waived) &&
    isMappings(regulatory_mapping);
  if (!isPlain) return null;
  return {
    check_id,
    check_title,
    control_id,
    pillar,
    severity,
    status,
    resource,
    message,
    remediation,
    example,
    regulatory_mapping,
    file,
    line,
    end_line,
    fingerprint,
    waived,
  };
}

/** A control of a run that has all members of the schema and no other. */
export interface PlainControl extends JsonObject {
  readonly id: string;
  readonly pillar: string;
  readonly severity: string;
}

const CONTROL_MEMBERS = 10;
const CHECK_MEMBERS = 5;

export function isPlainControl(value: unknown): value is PlainControl {
  if (!isMembers(value) || Object.keys(value).length !== CONTROL_MEMBERS) return false;
  const { id, title, pillar, severity, category, description, rationale, threat, regulatory_mapping, checks } = value;
  return (
    isText(id) &&
    isText(title) &&
    isText(pillar) &&
    isText(severity) &&
    isText(category) &&
    isText(description) &&
    isText(rationale) &&
    isTexts(threat) &&
    isMappings(regulatory_mapping) &&
    Array.isArray(checks) &&
    checks.length <= MAX_ITEMS &&
    checks.every(isPlainCheck)
  );
}

function isPlainCheck(value: unknown): boolean {
  if (!isMembers(value) || Object.keys(value).length !== CHECK_MEMBERS) return false;
  const { id, title, severity, remediation, example } = value;
  return isText(id) && isText(title) && isText(severity) && isText(remediation) && isFlat(example);
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_TEXT;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length <= MAX_ITEMS && value.every(isText);
}

function isLine(value: unknown): value is number | null {
  return value === null || (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 2_147_483_647);
}

/** Null, or an object of texts, numbers and their like alone. */
function isFlat(value: unknown): value is JsonObject | null {
  if (value === null) return true;
  if (!isMembers(value)) return false;
  for (const name in value) {
    const member = value[name];
    if (typeof member === 'object' && member !== null) return false;
  }
  return true;
}

function isMappings(value: unknown): value is JsonObject[] {
  return Array.isArray(value) && value.length <= MAX_MAPPINGS && value.every(isMapping);
}

function isMapping(value: unknown): boolean {
  if (!isMembers(value) || Object.keys(value).length !== 2) return false;
  return isText(value['framework']) && isTexts(value['controls']);
}
