import { compareCodePoints } from '@securescan/model';
import type { Finding } from '@securescan/model';
import { findCwes } from '../pipeline/cwe.ts';
import { matchesGlob } from '../pipeline/glob.ts';
import { withParents } from './cwe-parents.ts';
import type { Control, Framework } from './framework.ts';
import { FRAMEWORKS } from './frameworks.ts';
import { createKeywordFinder } from './keywords.ts';

/** What tagging looks at. */
export type Taggable = Pick<Finding, 'scanner' | 'ruleId' | 'cwe' | 'title' | 'description' | 'metadata'>;

/** One tag and why a finding carries it. */
export interface ComplianceMatch {
  readonly tag: string;
  /** `CWE-89`, `CWE-94 (parent of CWE-95)`, `rule bandit:B106` or `word injection`. */
  readonly why: string;
}

/** Tells which controls findings touch; remembers what it has seen, and answers equal lists as one list. */
export type Tagger = (finding: Taggable) => readonly ComplianceMatch[];

/** Texts that are remembered at once: those of a rule repeat, those with a name in them do not and would be kept for nothing. */
const MAX_TEXTS = 1000;

/**
 * Makes a tagger. A finding touches a control by its weakness (a wider one, where the framework does not list it) or by
 * its rule; only when neither says anything, by words of title and description. Of a control and its part, the part is
 * named.
 */
export function createTagger(frameworks: readonly Framework[] = FRAMEWORKS): Tagger {
  const indexes = frameworks.map((framework) => indexFramework(framework));
  const findKeywords = createKeywordFinder(frameworks.flatMap(({ controls }) => controls));
  const byRule = new Map<string, readonly ComplianceMatch[]>();
  const byText = new Map<string, readonly ComplianceMatch[]>();
  const lists = new Map<string, readonly ComplianceMatch[]>();
  const finish = (found: ReadonlyMap<Control, string>): readonly ComplianceMatch[] => {
    const matches = keepNarrowest(found);
    return remember(lists, JSON.stringify(matches), () => matches);
  };

  return (finding) => {
    const { scanner, ruleId, cwe, metadata } = finding;
    const further = metadata['cwes'];
    const ruleKey = `${scanner}:${ruleId ?? ''}|${cwe ?? ''}|${further === undefined ? '' : JSON.stringify(further)}`;
    const known = remember(byRule, ruleKey, () => {
      const cwes = toCwes(finding);
      return finish(new Map(indexes.flatMap((index) => [...matchCwes(index, cwes), ...matchRules(index, finding)])));
    });
    if (known.length > 0) return known;
    const text = `${finding.title}\n${finding.description}`;
    if (byText.size >= MAX_TEXTS) byText.clear();
    return remember(byText, text, () =>
      finish(new Map(findKeywords(text).map(({ control, keyword }) => [control, `word ${keyword}`]))),
    );
  };
}

/**
 * Compliance tags of one finding: documented spelling, sorted, each once.
 * @see createTagger for many findings
 */
export function complianceTags(finding: Taggable, frameworks: readonly Framework[] = FRAMEWORKS): readonly string[] {
  return createTagger(frameworks)(finding).map(({ tag }) => tag);
}

interface FrameworkIndex {
  readonly byCwe: ReadonlyMap<number, readonly Control[]>;
  readonly rules: readonly { readonly scanner: string; readonly pattern: string; readonly control: Control }[];
}

function indexFramework({ controls }: Framework): FrameworkIndex {
  const byCwe = new Map<number, Control[]>();
  for (const control of controls) {
    for (const cwe of control.cwes) byCwe.set(cwe, [...(byCwe.get(cwe) ?? []), control]);
  }
  const rules = controls.flatMap((control) =>
    Object.entries(control.rules ?? {}).flatMap(([scanner, patterns]) =>
      patterns.map((pattern) => ({ scanner, pattern, control })),
    ),
  );
  return { byCwe, rules };
}

type Reason = readonly [Control, string];

function matchCwes({ byCwe }: FrameworkIndex, cwes: readonly number[]): readonly Reason[] {
  return cwes.flatMap((cwe) => {
    const listed = withParents(cwe).find((candidate) => byCwe.has(candidate));
    if (listed === undefined) return [];
    const why = listed === cwe ? `CWE-${cwe}` : `CWE-${listed} (parent of CWE-${cwe})`;
    return (byCwe.get(listed) ?? []).map((control): Reason => [control, why]);
  });
}

function matchRules({ rules }: FrameworkIndex, { scanner, ruleId }: Taggable): readonly Reason[] {
  if (ruleId === null) return [];
  return rules
    .filter((rule) => rule.scanner === scanner && matchesGlob(rule.pattern, ruleId))
    .map(({ control }): Reason => [control, `rule ${scanner}:${ruleId}`]);
}

function toCwes({ cwe, metadata }: Taggable): readonly number[] {
  const further = metadata['cwes'];
  const texts = [cwe ?? '', ...(Array.isArray(further) ? further : [])];
  const names = texts.flatMap((text) => (typeof text === 'string' ? findCwes(text) : []));
  return [...new Set(names.map((name) => Number(name.slice(4))))];
}

function keepNarrowest(found: ReadonlyMap<Control, string>): readonly ComplianceMatch[] {
  const parents = new Set([...found.keys()].map(({ parent }) => parent));
  const matches = new Map<string, ComplianceMatch>();
  for (const [{ id }, why] of found) if (!parents.has(id)) matches.set(id, { tag: id, why });
  return [...matches.values()].toSorted((a, b) => compareCodePoints(a.tag, b.tag));
}

function remember<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  let value = known.get(key);
  if (value === undefined) known.set(key, (value = make()));
  return value;
}
