import type { Finding } from '@securescan/model';
import type { InlineDirective, SourceFacts } from '../pipeline/types.ts';

/** Every rule. */
const WILDCARD = '*';

/** Looks up ignore comments for findings and remembers which of them were of use. */
export interface InlineIndex {
  isIgnored(finding: Finding): boolean;
  /** Comments that hold today and that no finding asked for. */
  unused(): readonly PlacedDirective[];
}

export interface PlacedDirective {
  readonly path: string;
  readonly directive: InlineDirective;
}

/** True while a directive holds; a last day that is no date holds never, so that a typo cannot hide anything. */
export function isInForce(directive: InlineDirective, today: string | undefined): boolean {
  if (directive.until === null) return true;
  return isDate(directive.until) && (today === undefined || today <= directive.until);
}

/** True for a day that exists, as YYYY-MM-DD. */
export function isDate(text: string): boolean {
  const [, month, day] = /^\d{4}-(\d\d)-(\d\d)$/.exec(text)?.map(Number) ?? [];
  if (month === undefined || day === undefined || month < 1 || month > 12 || day < 1) return false;
  const year = Number(text.slice(0, 4));
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= (days[month - 1] ?? 0);
}

/** Makes the index of all files' comments that hold on the given day. */
export function createInlineIndex(sources: ReadonlyMap<string, SourceFacts>, today: string | undefined): InlineIndex {
  const inForce = new Map<string, readonly InlineDirective[]>();
  for (const [path, { directives }] of sources) {
    const holding = directives.filter((directive) => isInForce(directive, today));
    if (holding.length > 0) inForce.set(path, holding);
  }
  const used = new Set<InlineDirective>();
  return {
    isIgnored(finding) {
      const directives = finding.filePath === null ? undefined : inForce.get(finding.filePath);
      let ignored = false;
      for (const directive of directives ?? []) {
        if (!covers(directive, finding)) continue;
        used.add(directive);
        ignored = true;
      }
      return ignored;
    },
    unused: () =>
      [...inForce].flatMap(([path, directives]) =>
        directives.filter((directive) => !used.has(directive)).map((directive) => ({ path, directive })),
      ),
  };
}

/**
 * A comment that names the rule covers the finding when it covers any of its lines. `*` was written for one line, not for
 * every block that happens to contain it: it must cover the first or the last line.
 */
function covers({ ruleIds, targetLine, targetEnd, directive }: InlineDirective, finding: Finding): boolean {
  const { ruleId, lineStart } = finding;
  if (ruleId === null) return false;
  const isNamed = ruleIds.includes(ruleId);
  if (!isNamed && !ruleIds.includes(WILDCARD)) return false;
  if (lineStart === null || lineStart <= 0) return directive === 'ignore-file';
  const lineEnd = Math.max(lineStart, finding.lineEnd ?? lineStart);
  if (isNamed) return lineStart <= targetEnd && lineEnd >= targetLine;
  return [lineStart, lineEnd].some((line) => line >= targetLine && line <= targetEnd);
}
