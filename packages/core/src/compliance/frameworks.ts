import { CIS_CONTROLS } from './cis-controls.ts';
import type { Control, Framework } from './framework.ts';
import { OWASP_TOP_10 } from './owasp-top-10.ts';
import { PCI_DSS } from './pci-dss.ts';
import { SOC_2 } from './soc-2.ts';

/** The frameworks that findings are tagged with, in the order in which they are listed. */
export const FRAMEWORKS: readonly Framework[] = [CIS_CONTROLS, OWASP_TOP_10, PCI_DSS, SOC_2];

/** A framework as lists show it. */
export interface FrameworkInfo {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  /** Controls of the widest kind; parts of them are not counted again. */
  readonly total_controls: number;
}

/** All frameworks with their number of controls. */
export function listFrameworks(frameworks: readonly Framework[] = FRAMEWORKS): readonly FrameworkInfo[] {
  return frameworks.map(({ id, name, version, controls }) => ({
    id,
    name,
    version,
    total_controls: controls.filter(({ parent }) => parent === undefined).length,
  }));
}

/**
 * Finds a control by its tag, in the documented spelling (`OWASP-A03`, `CIS-3`) or the short one (`A03`, `CIS-03`), in any
 * case.
 */
export function findTag(text: string, frameworks: readonly Framework[] = FRAMEWORKS): Control | null {
  const wanted = text.trim().toLowerCase();
  for (const { controls } of frameworks) {
    const found = controls.find(({ id, shortId }) => id.toLowerCase() === wanted || shortId?.toLowerCase() === wanted);
    if (found !== undefined) return found;
  }
  return null;
}

/**
 * Every tag that a filter on this text means: the control itself and its parts. A text that names no control stands for
 * itself.
 */
export function tagsMatching(text: string, frameworks: readonly Framework[] = FRAMEWORKS): readonly string[] {
  const control = findTag(text, frameworks);
  if (control === null) return [text.trim()];
  const parts = frameworks.flatMap(({ controls }) => controls.filter(({ parent }) => parent === control.id));
  return [control.id, ...parts.map(({ id }) => id)];
}
