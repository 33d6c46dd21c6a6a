import type { Severity } from '@securescan/model';

/** An entry that every ignore file of such a project has. */
export interface IgnorePattern {
  /** As written in `.gitignore`. */
  readonly pattern: string;
  readonly severity: Severity;
  readonly path: RegExp;
}

/** Id of the rule about a pattern: `*.pem` ends in `pem`, `node_modules/` in `node_modules`, `.env` in `env`. */
export function toIgnoreRule({ pattern }: Pick<IgnorePattern, 'pattern'>): string {
  return `git-hygiene/missing-ignore-${pattern.replace(/\/$/, '').replace(/^[*.]+/, '')}`;
}

function ignore(severity: Severity, ...patterns: readonly string[]): IgnorePattern[] {
  return patterns.map((pattern) => {
    const body = pattern
      .replace(/\/$/, '')
      .replaceAll('.', String.raw`\.`)
      .replaceAll('*', '[^/]*');
    return { pattern, severity, path: new RegExp(pattern.endsWith('/') ? `(?:^|/)${body}/` : `(?:^|/)${body}$`) };
  });
}

/** Documented patterns, in order. */
export const ignorePatterns: readonly IgnorePattern[] = [
  ...ignore(
    'critical',
    '.env',
    '.env.local',
    '.env.production',
    '.env.staging',
    '*.pem',
    '*.key',
    '*.p12',
    '*.pfx',
    'id_rsa',
    'id_ed25519',
  ),
  ...ignore(
    'low',
    'node_modules/',
    'venv/',
    '__pycache__/',
    '*.pyc',
    '*.log',
    'coverage/',
    '.coverage',
    'dist/',
    'build/',
  ),
  ...ignore('medium', '*.sqlite3', '*.db'),
  ...ignore('info', '.DS_Store', 'Thumbs.db'),
];
