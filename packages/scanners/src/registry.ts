import type { Scanner } from '@securescan/core';
import { bandit } from './bandit/index.ts';
import { baseline } from './baseline/index.ts';
import { builtinDast } from './builtin-dast/index.ts';
import { checkov } from './checkov/index.ts';
import { dockerfile } from './dockerfile/index.ts';
import { gitHygiene } from './git-hygiene/index.ts';
import { licenses } from './licenses/index.ts';
import { nmap } from './nmap/index.ts';
import { npmAudit } from './npm-audit/index.ts';
import { safety } from './safety/index.ts';
import { secrets } from './secrets/index.ts';
import { semgrep } from './semgrep/index.ts';
import { trivy } from './trivy/index.ts';
import { waf } from './waf/index.ts';
import { zap } from './zap/index.ts';

/** All scanners, in the order in which users see them and results are joined. */
export const scanners = {
  semgrep,
  bandit,
  trivy,
  checkov,
  baseline,
  secrets,
  safety,
  licenses,
  dockerfile,
  'npm-audit': npmAudit,
  'git-hygiene': gitHygiene,
  builtin_dast: builtinDast,
  zap,
  nmap,
  waf,
} as const satisfies Record<string, Scanner>;

/** Id of a scanner, as in configuration, reports and `--exclude-scanner`. */
export type ScannerId = keyof typeof scanners;

/** The scanners as a list, in registry order. */
export const scannerList: readonly Scanner[] = Object.values(scanners);
