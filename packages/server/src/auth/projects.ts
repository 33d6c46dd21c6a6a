import { HttpProblem } from '../problem/http-problem.ts';
import type { Principal } from './principal.ts';

/** Projects whose records the principal may see, as a filter for queries; null means no filter. */
export function visibleProjects(principal: Principal): readonly string[] | null {
  return principal.projects;
}

/** Whether a single record may be seen; the answer to a hidden one is the same 404 as to one that does not exist. */
export function maySee(principal: Principal, project: string): boolean {
  return principal.projects === null || principal.projects.includes(project);
}

/**
 * Checks a write into a project.
 * @throws HttpProblem 403
 */
export function requireProject(principal: Principal, project: string): void {
  if (maySee(principal, project)) return;
  const name = project === '' ? 'no project' : `project '${project}'`;
  throw new HttpProblem(403, `This key may not write to ${name}`);
}
