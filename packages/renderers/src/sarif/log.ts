import { compareCodePoints } from '@securescan/model';
import { cweNumber } from '../finding/cwe.ts';
import { ruleIdOf } from '../finding/rule.ts';
import { nestedJson, nestedList } from '../nested-json.ts';
import type { RenderOptions } from '../renderer.ts';
import { toVisibleLine } from '../visible.ts';
import type { Notification, Result, Rule } from './model.ts';
import { NOTIFICATION_DESCRIPTORS } from './notifications.ts';
import { resultOf, type Occurrences } from './result.ts';
import { ruleOf } from './rule.ts';
import { cweTaxonomy } from './taxonomy.ts';

/** What is said of a run beside its results. */
export interface Invocation {
  readonly executionSuccessful: boolean;
  readonly toolExecutionNotifications?: readonly Notification[];
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** A result and the id of its rule. */
interface Entry {
  readonly group: Occurrences;
  readonly ruleId: string;
}

/** Rules of the given results, each described by its first finding, sorted by id. */
function rulesOf(entries: readonly Entry[]): Map<string, { readonly rule: Rule; readonly index: number }> {
  const first = new Map<string, Occurrences>();
  for (const { ruleId, group } of entries) if (!first.has(ruleId)) first.set(ruleId, group);
  const sorted = [...first].toSorted(([a], [b]) => compareCodePoints(a, b));
  return new Map(sorted.map(([id, { finding }], index) => [id, { rule: ruleOf(id, finding), index }]));
}

/**
 * One SARIF log with one run, as JSON. It is written piece by piece: as objects and as text at once, the results are many
 * times as large as the findings. `category` keeps the parts of a split report apart.
 */
export function writeLog(
  groups: readonly Occurrences[],
  invocation: Invocation,
  options: RenderOptions,
  category: string | null,
): string {
  const entries = groups.map((group) => ({ group, ruleId: toVisibleLine(ruleIdOf(group.finding)) }));
  const rules = rulesOf(entries);
  const cwes = groups.flatMap(({ finding }) => cweNumber(finding.cwe) ?? []);
  const toResult = ({ group, ruleId }: Entry): Result => {
    const found = rules.get(ruleId);
    if (found === undefined) throw new RangeError('every result has a rule');
    return resultOf(group, found.rule, found.index, options.showSuppressed);
  };
  const before = {
    tool: {
      driver: {
        name: 'SecureScan',
        version: options.productVersion,
        ...(/^\d+\.\d+\.\d+/.test(options.productVersion) ? { semanticVersion: options.productVersion } : {}),
        informationUri: 'https://github.com/Metbcy/securescan',
        rules: [...rules.values()].map(({ rule }) => rule),
        ...(invocation.toolExecutionNotifications === undefined ? {} : { notifications: NOTIFICATION_DESCRIPTORS }),
        ...(cwes.length === 0 ? {} : { supportedTaxonomies: [{ name: 'CWE', index: 0 }] }),
      },
    },
    ...(category === null ? {} : { automationDetails: { id: category } }),
    columnKind: 'unicodeCodePoints',
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the scanned source tree.' } } },
    ...(cwes.length === 0 ? {} : { taxonomies: [cweTaxonomy(cwes)] }),
  };
  return [
    '{',
    `${nestedJson({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0' }, 1)},`,
    '  "runs": [',
    '    {',
    `${nestedJson(before, 3)},`,
    ...nestedList('results', entries, toResult, 3),
    nestedJson({ invocations: [invocation] }, 3),
    '    }',
    '  ]',
    '}',
    '',
  ].join('\n');
}
