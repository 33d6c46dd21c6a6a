import { z } from 'zod';

/** The six scanner families, in the order in which they are listed to users. */
export const SCAN_TYPES = ['code', 'dependency', 'iac', 'baseline', 'dast', 'network'] as const;

/** Family of a scanner; decides which scanners a scan selects. */
export const ScanType = z.enum(SCAN_TYPES);
export type ScanType = z.infer<typeof ScanType>;
