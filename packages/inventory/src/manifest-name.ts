/** Names of all files that a reader knows. Apart from the readers, so that asking does not load their parsers. */
const NAME =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|package\.json|Pipfile(?:\.lock)?|(?:poetry|uv|pdm)\.lock|pyproject\.toml|go\.(?:mod|sum)|Cargo\.(?:lock|toml)|Gemfile\.lock|gems\.locked|composer\.(?:lock|json)|pom\.xml|[^/]*\.pom|lockfile\.json|packages\.lock\.json|(?!\.)[^/]*\.lockfile|[^/]*\.versions\.toml)$/;
const REQUIREMENTS = /(?:^|\/)(?:[\w.-]+[-_.])?requirements[\w.-]*\.txt$/i;

/** Directories with packages of others or of environments; what lies there is not the project's own. */
const FOREIGN_DIRECTORY = /(?:^|\/)(?:node_modules|vendor|\.git|venv|\.venv|__pycache__)\//;

/** Endings of those names. A tree has a hundred files for each manifest, and most are told by this look alone. */
const ENDING = /(?:json|ya?ml|lock|locked|lockfile|toml|txt|mod|sum|xml|pom|Pipfile)$/i;

/** Whether a path (relative to the root, forward slashes) is a manifest or lockfile that `collectBom` reads. */
export function isManifest(path: string): boolean {
  return ENDING.test(path) && (NAME.test(path) || REQUIREMENTS.test(path)) && !FOREIGN_DIRECTORY.test(path);
}
