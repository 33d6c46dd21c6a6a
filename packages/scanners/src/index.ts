import type { RuleCatalogue } from './rule-catalogue/catalogue.ts';

export { fileChecks } from './file-checks.ts';
export { scannerList, scanners, type ScannerId } from './registry.ts';
export { describeState, isInstallable, readScannerStates } from './scanner-state.ts';
export type { ScannerState, ScannerStateOptions } from './scanner-state.ts';
export { findDefaultRules } from './semgrep/index.ts';
export type { BuiltInRule, RuleExample } from './rule-catalogue/built-in-rule.ts';
export type { CatalogueRule, RuleCatalogue } from './rule-catalogue/catalogue.ts';
export type { ExternalRule } from './rule-catalogue/external-rules.ts';

/**
 * Loads the catalogue of the rules that this program brings itself; no scan needs it.
 * @param semgrepPacks - texts of the rule files in `findDefaultRules()`
 */
export async function loadRuleCatalogue(semgrepPacks: readonly string[]): Promise<RuleCatalogue> {
  const { createRuleCatalogue } = await import('./rule-catalogue/catalogue.ts');
  return createRuleCatalogue(semgrepPacks);
}
