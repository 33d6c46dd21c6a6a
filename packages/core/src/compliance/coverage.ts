import { compareCodePoints, isSuppressed } from '@securescan/model';
import type { Finding } from '@securescan/model';
import { roundToTenth } from '../pipeline/summarise.ts';
import type { Control, Framework } from './framework.ts';
import { FRAMEWORKS } from './frameworks.ts';

/** What the findings of a scan say of one framework. An indicator of where to look, not a verdict of conformity. */
export interface FrameworkCoverage {
  readonly framework: string;
  readonly framework_id: string;
  readonly version: string;
  readonly total_controls: number;
  /** Controls that at least one shown finding touches, itself or a part of it. */
  readonly controls_violated: readonly string[];
  readonly controls_clear: readonly string[];
  readonly violated_details: readonly { readonly id: string; readonly name: string }[];
  /** Share of the violated controls in percent, one decimal. */
  readonly coverage_percentage: number;
  /** Controls that a finding can touch at all; the rest is `clear` only because no scanner looks there. */
  readonly controls_detectable: readonly string[];
}

/** The documented shape: ids without the framework's prefix, parts of controls included. */
export interface DocumentedCoverage {
  readonly controls: readonly string[];
  readonly observed: readonly string[];
  readonly coverage_pct: number;
}

/** Both shapes of the answer in one object. */
export interface ComplianceCoverage {
  readonly coverage: readonly FrameworkCoverage[];
  readonly frameworks: Readonly<Record<string, DocumentedCoverage>>;
}

/** Counts which controls the shown findings touch, by their tags. */
export function complianceCoverage(
  findings: Iterable<Pick<Finding, 'complianceTags' | 'metadata'>>,
  frameworks: readonly Framework[] = FRAMEWORKS,
): ComplianceCoverage {
  const tags = new Set<string>();
  for (const finding of findings) if (!isSuppressed(finding)) for (const tag of finding.complianceTags) tags.add(tag);
  return {
    coverage: frameworks.map((framework) => coverFramework(framework, tags)),
    frameworks: Object.fromEntries(
      frameworks.map((framework) => [framework.tagPrefix || framework.name, documentCoverage(framework, tags)]),
    ),
  };
}

/** Ids of the controls that the tags touch, a control also by its parts. */
function findTouched({ controls }: Framework, tags: ReadonlySet<string>): ReadonlySet<string> {
  const touched = controls.filter(({ id }) => tags.has(id));
  return new Set(touched.flatMap(({ id, parent }) => (parent === undefined ? [id] : [id, parent])));
}

function coverFramework(framework: Framework, tags: ReadonlySet<string>): FrameworkCoverage {
  const touched = findTouched(framework, tags);
  const controls = framework.controls
    .filter(({ parent }) => parent === undefined)
    .toSorted((a, b) => compareCodePoints(a.id, b.id));
  const violated = controls.filter(({ id }) => touched.has(id));
  return {
    framework: framework.name,
    framework_id: framework.id,
    version: framework.version,
    total_controls: controls.length,
    controls_violated: violated.map(({ id }) => id),
    controls_clear: controls.filter(({ id }) => !touched.has(id)).map(({ id }) => id),
    violated_details: violated.map(({ id, name }) => ({ id, name })),
    coverage_percentage: toPercentage(violated.length, controls.length),
    controls_detectable: controls.filter((control) => isDetectable(control, framework)).map(({ id }) => id),
  };
}

function isDetectable(control: Control, { controls }: Framework): boolean {
  return [control, ...controls.filter(({ parent }) => parent === control.id)].some(
    ({ cwes, keywords, exactKeywords, rules }) =>
      cwes.length + keywords.length + (exactKeywords?.length ?? 0) + Object.keys(rules ?? {}).length > 0,
  );
}

function documentCoverage(framework: Framework, tags: ReadonlySet<string>): DocumentedCoverage {
  const touched = findTouched(framework, tags);
  const prefix = `${framework.tagPrefix}-`;
  const toShort = ({ id }: Control): string => (id.startsWith(prefix) ? id.slice(prefix.length) : id);
  const observed = framework.controls.filter(({ id }) => touched.has(id));
  return {
    controls: framework.controls.map(toShort),
    observed: observed.map(toShort),
    coverage_pct: toPercentage(observed.length, framework.controls.length),
  };
}

function toPercentage(part: number, whole: number): number {
  return whole === 0 ? 0 : roundToTenth((part / whole) * 100);
}
