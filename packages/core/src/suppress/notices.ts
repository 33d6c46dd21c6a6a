import { compareCodePoints } from '@securescan/model';
import type { SourceFacts } from '../pipeline/types.ts';
import { isDate, isInForce } from './inline-index.ts';
import type { PlacedDirective } from './inline-index.ts';

const MAX_NAMED = 3;

/** Sentences about ignore comments that do not do what their writer expects; one per kind. */
export function describeDirectives(
  sources: ReadonlyMap<string, SourceFacts>,
  unused: readonly PlacedDirective[],
  today: string | undefined,
): readonly string[] {
  const all: PlacedDirective[] = [...sources].flatMap(([path, { directives }]) =>
    directives.map((directive) => ({ path, directive })),
  );
  const ended = all.filter(({ directive }) => !isInForce(directive, today));
  const invalid = ended.filter(({ directive }) => !isDate(directive.until ?? ''));
  const expired = ended.filter(({ directive }) => isDate(directive.until ?? ''));
  const unclosed = all.filter(({ directive }) => !directive.closed);
  return [
    ...describe(
      expired,
      'past its last day and no longer hides anything',
      'past their last day and no longer hide anything',
    ),
    ...describe(
      invalid,
      'without a valid date behind until= (YYYY-MM-DD) and hides nothing',
      'without a valid date behind until= (YYYY-MM-DD) and hide nothing',
    ),
    ...describe(
      unclosed,
      'an ignore-start without ignore-end and hides the rest of its file',
      'an ignore-start without ignore-end and hide the rest of their file',
    ),
    ...describe(
      unused,
      'not matched by any finding of this scan (rule ids are separated by commas)',
      'not matched by any finding of this scan (rule ids are separated by commas)',
    ),
  ];
}

function describe(placed: readonly PlacedDirective[], one: string, many: string): readonly string[] {
  if (placed.length === 0) return [];
  const names = placed
    .toSorted((a, b) => compareCodePoints(a.path, b.path) || a.directive.line - b.directive.line)
    .slice(0, MAX_NAMED)
    .map(({ path, directive }) => `${path}:${directive.line} (${directive.ruleIds.join(', ')})`);
  const more = placed.length - names.length;
  const list = names.join(', ') + (more > 0 ? ` and ${more} more` : '');
  return [
    placed.length === 1
      ? `1 ignore comment is ${one}: ${list}`
      : `${placed.length} ignore comments are ${many}: ${list}`,
  ];
}
