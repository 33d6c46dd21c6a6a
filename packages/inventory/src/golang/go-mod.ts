import { toComponent, toReading } from '../reading/component.ts';
import type { ManifestReader, Reading } from '../reading/types.ts';

interface Statement {
  readonly verb: string;
  readonly words: readonly string[];
  readonly comment: string;
}

/** `go.mod`: from Go 1.17 on it names every module of the build with its version. */
export const goMod: ManifestReader = {
  id: 'go.mod',
  ecosystem: 'golang',
  kind: 'manifest',
  matches: (baseName) => baseName === 'go.mod',
  read(_path, text) {
    return readGoMod(text);
  },
};

function readGoMod(text: string): Reading {
  const statements = parseStatements(text);
  const replacements = new Map(statements.filter(({ verb }) => verb === 'replace').flatMap(parseReplacement));
  const required = statements.flatMap(({ verb, words, comment }) => {
    const [path, version] = words;
    return verb === 'require' && path !== undefined && version !== undefined && isVersion(version)
      ? [{ path, version, direct: !/\bindirect\b/.test(comment) }]
      : [];
  });
  const components = required.flatMap(({ path, version, direct }) => {
    const target = replacements.get(`${path}@${version}`) ?? replacements.get(path);
    // What is replaced by a directory has no version of its own; the one written in `require` is not built.
    const facts = target ? { name: target.path ?? path, version: target.version } : { name: path, version };
    return [{ component: toComponent('golang', { ...facts, scope: 'required', anchor: path }), direct }];
  });
  const [, minor = '0'] = /^1\.(\d+)/.exec(statements.find(({ verb }) => verb === 'go')?.words[0] ?? '') ?? [];
  return toReading({
    components: components.map(({ component }) => component),
    roots: new Map(components.filter(({ direct }) => direct).map(({ component }) => [component.purl, 'required'])),
    project: { name: statements.find(({ verb }) => verb === 'module')?.words[0] ?? null, version: null },
    authority: Number(minor) >= 17 ? 'all' : 'named',
  });
}

function isVersion(text: string): boolean {
  return /^v\d/.test(text);
}

function parseStatements(text: string): readonly Statement[] {
  const statements: Statement[] = [];
  let block: string | null = null;
  for (const raw of text.split('\n')) {
    const at = raw.indexOf('//');
    const code = (at === -1 ? raw : raw.slice(0, at)).trim();
    const comment = at === -1 ? '' : raw.slice(at + 2);
    if (code === '') continue;
    if (block !== null && code === ')') {
      block = null;
      continue;
    }
    const words = code.split(/\s+/).map((word) => word.replaceAll(/^["`]|["`]$/g, ''));
    if (block === null && (words[1] === '(' || code.endsWith('('))) {
      block = (words[0] ?? '').replace('(', '');
      continue;
    }
    const [verb = '', ...rest] = block === null ? words : [block, ...words];
    statements.push({ verb, words: rest, comment });
  }
  return statements;
}

interface Replacement {
  readonly path: string | null;
  readonly version: string | null;
}

function parseReplacement({ words }: Statement): readonly (readonly [string, Replacement])[] {
  const arrow = words.indexOf('=>');
  const [path, fromVersion] = words.slice(0, Math.max(arrow, 0));
  const [target, version] = words.slice(arrow + 1);
  if (path === undefined || target === undefined) return [];
  const isLocal = /^\.{0,2}\//.test(target) || version === undefined;
  return [
    [
      fromVersion === undefined ? path : `${path}@${fromVersion}`,
      isLocal ? { path: null, version: null } : { path: target, version },
    ],
  ];
}
