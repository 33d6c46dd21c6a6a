import type { ScannerContext } from '@securescan/core';
import { SecureScanError } from '@securescan/model';
import { toRootRelative } from '../tool-report/index.ts';

/**
 * Folders or files of a project's own controls, relative to the root; empty for the controls that ship with the product.
 * @throws SecureScanError E_CONFIG_INVALID when one is outside of what is scanned
 */
export function findControlPlaces({ options, tree }: ScannerContext): readonly string[] {
  return (options.wafControls ?? []).map((path) => {
    const place = toRootRelative(path, tree.root);
    if (!/^(?:\/|[A-Za-z]:\/)/.test(place)) return place;
    throw new SecureScanError(
      'E_CONFIG_INVALID',
      `scanners.waf.controls names ${path}, which is outside of what is scanned; move the controls into it or remove the entry.`,
      { details: { path } },
    );
  });
}
