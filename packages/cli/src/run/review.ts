import { findRepositoryRoot, readDiff, resolveRef } from '@securescan/host';
import { SecureScanError } from '@securescan/model';
import type { ReviewOptions } from '@securescan/renderers';
import type { Io } from '../io/io.ts';
import type { ChangeOptions } from './change-options.ts';

/** Commits as far as a command knows them. */
export interface KnownCommits {
  readonly headSha: string | null;
  readonly baseSha: string | null;
}

/**
 * What a review needs beside the change, checked before any scan: repository, both commits, and the diff between them.
 * @param directory - absolute path of the target
 * @returns null when no review is wanted
 * @throws SecureScanError E_ARGUMENT naming everything that is missing, E_NOT_A_REPOSITORY, E_REF_INVALID, E_GIT
 */
export async function prepareReview(
  options: ChangeOptions,
  directory: string,
  known: KnownCommits,
  io: Io,
): Promise<ReviewOptions | null> {
  if (options.review === null) return null;
  const sha = options.place.sha ?? known.headSha;
  const baseSha = options.baseSha ?? known.baseSha;
  const missing = [
    ...(options.place.repo === null ? ['--repo (or GITHUB_REPOSITORY)'] : []),
    ...(sha === null ? ['--sha (or GITHUB_SHA)'] : []),
    ...(baseSha === null ? ['--base-sha'] : []),
  ];
  if (sha === null || baseSha === null || missing.length > 0) {
    throw new SecureScanError('E_ARGUMENT', `--output github-review requires ${missing.join(', ')}.`);
  }
  if ((await findRepositoryRoot(directory)) === null) {
    throw new SecureScanError(
      'E_NOT_A_REPOSITORY',
      `--output github-review requires a git working tree at ${directory}; got a non-git path. Either run against a real repo or switch --output to github-pr-comment / sarif / json / text.`,
    );
  }
  const git = { signal: io.signal };
  const [base, head] = [
    await resolveRef(directory, baseSha, git),
    await resolveRef(directory, known.headSha ?? sha, git),
  ];
  return {
    event: options.review.event,
    diff: await readDiff(directory, base, head, git),
    reviewCoordinates: options.review.coordinates,
    suggestions: options.review.suggestions,
  };
}
