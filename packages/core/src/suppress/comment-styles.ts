/** How comments look in a kind of file. */
export interface CommentStyle {
  /** Markers of a comment up to the end of the line. */
  readonly line: readonly string[];
  /** Opening and closing markers. */
  readonly block: readonly (readonly [open: string, close: string])[];
  /** Characters that quote strings; a marker inside a string is no comment. */
  readonly quotes: string;
}

const C_BLOCK = ['/*', '*/'] as const;
const MARKUP_BLOCK = ['<!--', '-->'] as const;
const ALL_QUOTES = '"\'`';

const HASH: CommentStyle = { line: ['#'], block: [], quotes: ALL_QUOTES };
const C: CommentStyle = { line: ['//'], block: [C_BLOCK], quotes: ALL_QUOTES };
// In these `'` is a letter of identifiers and lifetimes as often as a quote.
const C_DOUBLE: CommentStyle = { line: ['//'], block: [C_BLOCK], quotes: '"' };
const HASH_OR_C: CommentStyle = { line: ['#', '//'], block: [C_BLOCK], quotes: ALL_QUOTES };
const HASH_OR_SEMICOLON: CommentStyle = { line: ['#', ';'], block: [], quotes: '"' };
const SQL: CommentStyle = { line: ['--'], block: [C_BLOCK], quotes: '"\'' };
const DASH: CommentStyle = { line: ['--'], block: [], quotes: '"' };
const LUA: CommentStyle = { line: ['--'], block: [['--[[', ']]']], quotes: '"\'' };
const HASKELL: CommentStyle = { line: ['--'], block: [['{-', '-}']], quotes: '"' };
const SEMICOLON: CommentStyle = { line: [';'], block: [], quotes: '"' };
const PERCENT: CommentStyle = { line: ['%'], block: [], quotes: '"' };
const BASIC: CommentStyle = { line: ["'"], block: [], quotes: '"' };
const MARKUP: CommentStyle = { line: [], block: [MARKUP_BLOCK], quotes: '' };
const CSS: CommentStyle = { line: [], block: [C_BLOCK], quotes: '"\'' };
const COMPONENT: CommentStyle = { line: ['//'], block: [C_BLOCK, MARKUP_BLOCK], quotes: ALL_QUOTES };
const POWERSHELL: CommentStyle = { line: ['#'], block: [['<#', '#>']], quotes: '"\'' };
const UNKNOWN: CommentStyle = { line: ['#', '//', '--'], block: [C_BLOCK, MARKUP_BLOCK], quotes: ALL_QUOTES };

/** Whole names, or what stands before the first dot, in lower case. */
const HASH_NAMES = new Set(['dockerfile', 'containerfile', 'makefile', 'gnumakefile', 'rakefile', 'gemfile']);

const STYLES: readonly (readonly [CommentStyle, string])[] = [
  [HASH, 'py pyi rb sh bash zsh fish ksh yml yaml toml dockerfile pl pm r ex exs jl cmake mk env properties gitignore'],
  [HASH_OR_SEMICOLON, 'ini cfg conf'],
  [HASH_OR_C, 'tf tfvars hcl php nix'],
  [C, 'js mjs cjs ts mts cts jsx tsx go java kt kts c cc cpp cxx h hpp hh groovy dart cs m mm proto scss less gradle'],
  [C_DOUBLE, 'rs swift scala'],
  [SQL, 'sql'],
  [LUA, 'lua'],
  [HASKELL, 'hs elm'],
  [DASH, 'ada adb ads'],
  [SEMICOLON, 'asm s lisp cl el clj cljs cljc edn scm rkt'],
  [PERCENT, 'tex sty erl hrl pro'],
  [BASIC, 'vb vbs bas'],
  [MARKUP, 'html htm xhtml xml svg md xaml csproj config'],
  [CSS, 'css'],
  [COMPONENT, 'vue svelte'],
  [POWERSHELL, 'ps1 psm1 psd1'],
];

const BY_EXTENSION: ReadonlyMap<string, CommentStyle> = new Map(
  STYLES.flatMap(([style, extensions]) => extensions.split(' ').map((extension) => [extension, style] as const)),
);

/** The comment style of a file, by its name. Files of unknown kind may use any of the common markers. */
export function findCommentStyle(path: string): CommentStyle {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const stem = name.split('.', 1)[0] ?? name;
  if (HASH_NAMES.has(name) || HASH_NAMES.has(stem)) return HASH;
  const dot = name.lastIndexOf('.');
  return (dot > 0 ? BY_EXTENSION.get(name.slice(dot + 1)) : undefined) ?? UNKNOWN;
}
