const LANGUAGES: readonly (readonly [string, readonly string[]])[] = [
  ['#', 'py rb sh bash zsh yml yaml toml ini cfg conf tf tfvars dockerfile pl pm r'.split(' ')],
  ['//', 'js mjs cjs ts jsx tsx go java kt kts rs c cc cpp cxx h hpp hh swift scala groovy dart cs php'.split(' ')],
  ['--', 'sql lua hs elm ada'.split(' ')],
];

const BY_EXTENSION = new Map(LANGUAGES.flatMap(([prefix, extensions]) => extensions.map((ext) => [ext, prefix])));
const HASH_NAMES = new Set(['dockerfile', 'containerfile', 'makefile', 'gnumakefile', 'rakefile', 'gemfile']);

/** How a line comment begins in a file, by its extension, else its name; null when the language has none that we know. */
export function commentPrefixOf(path: string): string | null {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const dot = name.lastIndexOf('.');
  const byExtension = dot > 0 ? BY_EXTENSION.get(name.slice(dot + 1)) : undefined;
  if (byExtension !== undefined) return byExtension;
  return HASH_NAMES.has(name) || HASH_NAMES.has(name.split('.')[0] ?? '') ? '#' : null;
}
