/**
 * Directories that hold other people's or generated files. They are skipped wherever they are below the target, but only
 * as directories: a file called `dist` is scanned. A directory with a `pyvenv.cfg` is a Python virtual environment and
 * is skipped under any name. The target itself is never skipped.
 * @see docs/reference/walk.md
 */
export const VENDORED_DIRECTORIES: ReadonlySet<string> = new Set([
  'node_modules',
  '.git',
  'venv',
  '.venv',
  '__pycache__',
  '.next',
  'dist',
  'build',
  '.tox',
  '.mypy_cache',
]);

/** The file that marks its directory as a Python virtual environment. */
export const VIRTUAL_ENVIRONMENT_MARKER = 'pyvenv.cfg';
