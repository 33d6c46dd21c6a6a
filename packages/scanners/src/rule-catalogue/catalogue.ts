import { baselineRules } from '../baseline/rules.ts';
import { builtinDastRules } from '../builtin-dast/rules.ts';
import { dockerfileRules } from '../dockerfile/rules/index.ts';
import { gitHygieneRules } from '../git-hygiene/rules.ts';
import { secretsRules, toHistoryRule } from '../secrets/catalogue.ts';
import { parseRulePack } from '../semgrep/rule-pack.ts';
import { listWafRules } from '../waf/rules.ts';
import type { BuiltInRule } from './built-in-rule.ts';
import { describeExternalRule, type ExternalRule } from './external-rules.ts';
import { licenceRules } from './licence-rules.ts';

/** A rule and the scanner that has it. */
export interface CatalogueRule extends BuiltInRule {
  readonly scanner: string;
}

/** The rules that this program brings itself. */
export interface RuleCatalogue {
  /** By scanner in registry order, then as the scanner lists them. */
  readonly rules: readonly CatalogueRule[];
  /** The rule of an id in any case, its prefix (`secrets/`, `dockerfile/`, `BASELINE-`) optional where the rest is unique. */
  find(id: string): CatalogueRule | null;
  /** What the form of an id tells of a rule that belongs to another program; null when it tells nothing. */
  describeExternal(id: string): ExternalRule | null;
}

const HISTORY = /^secrets\/git-history-/;

function withScanner(scanner: string, rules: readonly BuiltInRule[]): readonly CatalogueRule[] {
  return rules.map((rule) => ({ ...rule, scanner }));
}

/** `secrets/aws-access-key` to `aws-access-key`, `BASELINE-SSH-001` to `ssh-001`. */
function toShortId(id: string): string {
  return id.toLowerCase().replace(/^(?:[\w-]+\/|baseline-)/, '');
}

/**
 * Gathers the catalogue.
 * @param semgrepPacks - texts of the semgrep rule files that we ship
 */
export function createRuleCatalogue(semgrepPacks: readonly string[]): RuleCatalogue {
  const rules: readonly CatalogueRule[] = [
    ...withScanner('semgrep', semgrepPacks.flatMap(parseRulePack)),
    ...withScanner('baseline', baselineRules),
    ...withScanner('secrets', secretsRules),
    ...withScanner('licenses', licenceRules),
    ...withScanner(
      'dockerfile',
      dockerfileRules.map((rule) => ({ ...rule, id: `dockerfile/${rule.id}` })),
    ),
    ...withScanner('git-hygiene', gitHygieneRules),
    ...withScanner('builtin_dast', builtinDastRules),
    ...withScanner('waf', listWafRules()),
  ];
  const byId = new Map(rules.map((rule) => [rule.id.toLowerCase(), rule]));
  const byShortId = Map.groupBy(rules, ({ id }) => toShortId(id));
  return {
    rules,
    find(id) {
      const key = id.trim().toLowerCase();
      const exact = byId.get(key);
      if (exact !== undefined) return exact;
      if (HISTORY.test(key)) {
        const twin = byId.get(key.replace(HISTORY, 'secrets/'));
        return twin === undefined ? null : { ...toHistoryRule(twin), scanner: twin.scanner };
      }
      const [short, ...others] = byShortId.get(key) ?? [];
      return short !== undefined && others.length === 0 ? short : null;
    },
    describeExternal: describeExternalRule,
  };
}
