import { parseArgs } from 'node:util';
import { scanCommand } from '../commands/scan.ts';

/** First word that `pre-commit-securescan` puts before its own arguments. */
export const HOOK_WORD = 'pre-commit-hook';

/**
 * The hook's arguments as words for `scan --staged .`: options of `scan` stay, file names that a hook runner hands over are
 * thrown away.
 */
export function toHookWords(words: readonly string[]): readonly string[] {
  const { tokens } = parseArgs({
    args: [...words],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      scanCommand.options.map(({ name, short, value }) => [
        name,
        { type: value === undefined ? 'boolean' : 'string', ...(short === undefined ? {} : { short }) },
      ]),
    ),
  });
  const kept = tokens.flatMap((token) => {
    if (token.kind !== 'option') return [];
    return token.value === undefined ? [token.rawName] : [`--${token.name}=${token.value}`];
  });
  return ['scan', '.', '--staged', '--hook', ...kept.filter((word) => word !== '--staged' && word !== '--hook')];
}
