import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { __unstable__loadDesignSystem as loadDesignSystem } from 'tailwindcss';
import { describe, expect, it } from 'vitest';

const source = join(import.meta.dirname, '..', 'src');
const styles = join(source, 'styles');

/** Texts that hold class names: `className="…"`, `className={…}`, `cx(…)`, and constants in capitals of components. */
const PLACES = [/className="([^"]*)"/g, /className=\{([^}]*)\}/g, /\bcx\(([^;]*?)\)[,;}\s]/g];
/** Comparisons and arguments in such an expression are no classes. */
const NO_CLASS = /[=!]== '[^']*'|\w\('[^']*'\)|\('[^']*', '[^']*'\)/g;
const STRING = /'([^'\n]*)'|`([^`$]*)`|"([^"\n]*)"/g;
/** Marks that only our own style sheet or script knows. */
const OWN = new Set(['foreign']);

function listClasses(): readonly string[] {
  const classes = new Set<string>();
  for (const file of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.tsx')) continue;
    const text = readFileSync(join(source, file), 'utf8');
    for (const [, plain] of text.matchAll(PLACES[0] ?? /$^/g)) add(classes, plain);
    for (const place of PLACES.slice(1)) {
      for (const [, expression] of text.matchAll(place)) {
        for (const [, a, b, c] of (expression ?? '').replaceAll(NO_CLASS, '').matchAll(STRING))
          add(classes, a ?? b ?? c);
      }
    }
    // Looks that are kept apart from where they are used.
    for (const [, a] of text.matchAll(
      /^(?:const [A-Z]+ =\s*|\s+\w+: \{ box: |\s+\w+: )'([a-z][^'\n]*(?: |-)[^'\n]*)'/gm,
    )) {
      if (
        /^(?:[\w:./[\]()%-]+ )*[\w:./[\]()%-]+$/.test(a ?? '') &&
        /(?:^| )(?:bg-|text-|h-|px-|inline-flex|relative )/.test(a ?? '')
      )
        add(classes, a);
    }
  }
  return [...classes].toSorted();
}

function add(classes: Set<string>, text: string | undefined): void {
  for (const name of (text ?? '').split(/\s+/)) if (name !== '') classes.add(name);
}

async function loadStyles() {
  const require = createRequire(import.meta.url);
  const read = (path: string) => ({ path, base: dirname(path), content: readFileSync(path, 'utf8') });
  return loadDesignSystem(readFileSync(join(styles, 'base.css'), 'utf8'), {
    base: styles,
    loadStylesheet: (id: string, base: string) => {
      if (id === 'tailwindcss') return Promise.resolve(read(require.resolve('tailwindcss/index.css')));
      if (id.startsWith('.')) return Promise.resolve(read(join(base, id)));
      return Promise.resolve({ path: id, base, content: '' });
    },
  });
}

describe('classes', () => {
  it('all exist: tokens are the only source of colours, sizes and shadows', async () => {
    const design = await loadStyles();
    const classes = listClasses().filter((name) => !OWN.has(name));
    expect(classes.length).toBeGreaterThan(200);
    const made = design.candidatesToCss([...classes]);
    expect(classes.filter((_, index) => made[index] === null)).toEqual([]);
  });

  it('are refused when a token does not exist', async () => {
    const design = await loadStyles();
    expect(design.candidatesToCss(['bg-red-500', 'text-9xl', 'shadow-md', 'bg-surface-2'])).toMatchObject([
      null,
      null,
      null,
      expect.stringContaining('--surface-2'),
    ]);
  });
});

it('every variable that is used is given for both themes', () => {
  const tokens = readFileSync(join(styles, 'tokens.css'), 'utf8');
  const base = readFileSync(join(styles, 'base.css'), 'utf8');
  const block = (selector: string): ReadonlySet<string> => {
    const start = tokens.indexOf(selector);
    return new Set(
      [...tokens.slice(start, tokens.indexOf('}', start)).matchAll(/^\s+(--[\w-]+):/gm)].map(([, name]) => name ?? ''),
    );
  };
  const [dark, light, both] = [block("[data-theme='dark']"), block("[data-theme='light']"), block('\n:root {')];
  expect([...dark].toSorted()).toEqual([...light].toSorted());
  const used = [...`${tokens}${base}`.matchAll(/var\((--[\w-]+)\)/g)].map(([, name]) => name ?? '');
  const known = (name: string): boolean => dark.has(name) || both.has(name) || tokens.includes(`  ${name}:`);
  expect(used.length).toBeGreaterThan(30);
  expect(used.filter((name) => !known(name))).toEqual([]);
});
