import type { BuiltInRule } from '../rule-catalogue/built-in-rule.ts';
import { loadBuiltInControls } from './controls.ts';
import { findWeakness } from './weaknesses.ts';

/** The checks of the built-in controls as rules. */
export function listWafRules(): readonly BuiltInRule[] {
  return loadBuiltInControls().flatMap((control) =>
    control.checks.map(({ id, title, severity, remediation, example }) => {
      const reference = control.references['best_practice'];
      const bad = example?.non_compliant ?? null;
      const good = example?.compliant ?? null;
      return {
        id,
        title: `${control.title}: ${title}`,
        severity,
        cwe: findWeakness(id),
        description: `${control.description} ${control.rationale}`,
        remediation,
        references: typeof reference === 'string' ? [reference] : [],
        example: bad === null ? null : { bad: bad.trimEnd(), ...(good === null ? {} : { good: good.trimEnd() }) },
      };
    }),
  );
}
