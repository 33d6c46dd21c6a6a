export type JsonRecord = Readonly<Record<string, unknown>>;

/** What a text holds that is meant to be a plan. */
export type PlanText =
  | { readonly kind: 'plan'; readonly plan: JsonRecord }
  | { readonly kind: 'stream'; readonly events: readonly JsonRecord[] }
  | { readonly kind: 'none'; readonly reason: string };

const MAX_DEPTH = 200;
/** Lines of a stream tell what they are; other tools write JSON by lines, too. */
const EVENTS = new Set(['version', 'planned_change', 'change_summary', 'resource_drift', 'refresh_start', 'outputs']);

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Tells `terraform show -json` from the lines of `terraform plan -json`, and both from anything else. */
export function readPlanText(text: string): PlanText {
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const whole = parse(plain);
  if (isRecord(whole) && !EVENTS.has(String(whole['type']))) {
    if (isTooDeep(whole)) return { kind: 'none', reason: `it has more than ${MAX_DEPTH} levels within one another` };
    if ('resource_changes' in whole || 'planned_values' in whole || 'format_version' in whole)
      return { kind: 'plan', plan: whole };
    return { kind: 'none', reason: 'it is JSON, but has neither `resource_changes` nor `planned_values`' };
  }
  const events = plain
    .split('\n')
    .map((line) => (line.trimStart().startsWith('{') ? parse(line) : undefined))
    .filter(isRecord)
    .filter((event) => !isTooDeep(event));
  return events.some(({ type }) => EVENTS.has(String(type)))
    ? { kind: 'stream', events }
    : { kind: 'none', reason: 'it is neither JSON nor lines of JSON that describe a plan' };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Level by level, so that no depth of the input uses up the stack. */
function isTooDeep(root: unknown): boolean {
  let level: readonly unknown[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return true;
    const below: unknown[] = [];
    for (const item of level) {
      if (typeof item !== 'object' || item === null) continue;
      for (const part of Object.values(item)) if (typeof part === 'object' && part !== null) below.push(part);
    }
    level = below;
  }
  return false;
}
