import type { ScannerStatus } from '@securescan/contract';
import { SCAN_TYPES, type ScanType } from '@securescan/model';
import type { z } from 'zod';

export type ScannerView = z.output<typeof ScannerStatus>;

/** One family of scanners, and which of them can run here. */
export interface Family {
  readonly type: ScanType;
  readonly ready: readonly ScannerView[];
  readonly missing: readonly ScannerView[];
}

export function toFamilies(scanners: readonly ScannerView[]): readonly Family[] {
  return SCAN_TYPES.map((type) => {
    const own = scanners.filter(({ scan_type: scanType }) => scanType === type);
    return {
      type,
      ready: own.filter(({ available }) => available),
      missing: own.filter(({ available }) => !available),
    };
  });
}

/** What is chosen when nobody has chosen: families that read the tree and can run. */
export function chooseDefaults(families: readonly Family[]): readonly ScanType[] {
  return families.filter(({ type, ready }) => ready.length > 0 && READS_TREE.has(type)).map(({ type }) => type);
}

const READS_TREE: ReadonlySet<ScanType> = new Set<ScanType>(['code', 'dependency', 'iac']);

/** The same scan on the command line; null where the families need more than a path. */
export function toCommand(target: string, types: readonly ScanType[]): string | null {
  if (target === '' || types.length === 0 || types.some((type) => type === 'dast' || type === 'network')) return null;
  return ['securescan', 'scan', quote(target), ...types.map((type) => `--type ${type}`)].join(' ');
}

/** Quoted for a shell where it needs to be. */
function quote(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
