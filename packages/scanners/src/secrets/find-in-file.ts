import type { SecretAssignment } from './assignment.ts';
import { findSecrets } from './bank.ts';
import { findEnvSecrets } from './env-file.ts';
import type { SecretMatch } from './match.ts';
import { isEnvFile, isTerraformFile, isYamlFile } from './path-kind.ts';
import { findTerraformSecrets } from './terraform-file.ts';
import { findYamlSecrets } from './yaml-file.ts';

/** A secret in a file; `variable` where the format of the file names it. */
export type FileSecret = SecretMatch & Partial<Pick<SecretAssignment, 'variable'>>;

function findAssignments(path: string, text: string): readonly SecretAssignment[] {
  if (isEnvFile(path)) return findEnvSecrets(text);
  if (isYamlFile(path)) return findYamlSecrets(text);
  return isTerraformFile(path) ? findTerraformSecrets(text) : [];
}

function overlaps(a: SecretMatch, b: SecretMatch): boolean {
  return a.start < b.end && b.start < a.end;
}

/** All secrets of a file, by place: those of the rule bank and those that the format of the file gives away. */
export function findInFile(path: string, text: string): readonly FileSecret[] {
  const matches = findSecrets(text);
  const assignments = findAssignments(path, text);
  if (assignments.length === 0) return matches;
  // A format names a secret better than a name in the file does, and that better than a generic pattern.
  const specific = matches.filter(
    (match) => match.rule.kind === 'specific' || !assignments.some((a) => overlaps(a, match)),
  );
  const named = assignments.filter((a) => !matches.some((m) => m.rule.kind === 'specific' && overlaps(a, m)));
  return [...specific, ...named].toSorted((a, b) => a.start - b.start);
}
