import { basename, join } from 'node:path';
import { homedir } from 'node:os';
import { SecureScanError } from '@securescan/model';
import type { ParsedArguments } from '../command/parsed-arguments.ts';
import { didYouMean } from '../command/suggest.ts';
import { renderCompletion, SHELLS } from '../completion/scripts.ts';
import type { Shell } from '../completion/scripts.ts';
import { EXIT } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';

/** Prints or installs the completion script of a shell. */
export async function run(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const shell = parseShell(args.positionals[0], io);
  const script = renderCompletion(shell);
  if (!args.has('install')) {
    await io.stdout.write(script);
    return EXIT.ok;
  }
  const { writeFileAtomic } = await import('@securescan/host');
  const place = findPlace(shell, io);
  await writeFileAtomic(place.file, script);
  await tell(io, `Completion for ${shell} written to ${place.file}`);
  if (place.next !== null) await tell(io, place.next);
  return EXIT.ok;
}

function parseShell(word: string | undefined, io: Io): Shell {
  const name = word ?? basename(io.env.get('SHELL') ?? '');
  const shell = SHELLS.find((shell) => shell === (name === 'pwsh' ? 'powershell' : name));
  if (shell !== undefined) return shell;
  const problem = name === '' ? 'no shell given and SHELL is not set' : `unknown shell '${name}'`;
  throw new SecureScanError(
    'E_ARGUMENT',
    `${problem}. Choose ${SHELLS.join(' | ')}.${didYouMean(name, SHELLS).replace(';', '')}`,
  );
}

/** Where each shell looks by itself, and what is left to do by hand. */
function findPlace(shell: Shell, io: Io): { readonly file: string; readonly next: string | null } {
  const home = io.env.get('HOME') ?? homedir();
  const data = io.env.get('XDG_DATA_HOME') ?? join(home, '.local', 'share');
  const config = io.env.get('XDG_CONFIG_HOME') ?? join(home, '.config');
  switch (shell) {
    case 'bash':
      return { file: join(data, 'bash-completion', 'completions', 'securescan'), next: 'Open a new shell to use it.' };
    case 'zsh':
      return {
        file: join(data, 'zsh', 'site-functions', '_securescan'),
        next: `Add to .zshrc before compinit: fpath+=(${join(data, 'zsh', 'site-functions')})`,
      };
    case 'fish':
      return { file: join(config, 'fish', 'completions', 'securescan.fish'), next: null };
    case 'powershell':
      return {
        file: join(config, 'powershell', 'securescan.ps1'),
        next: `Add to your $PROFILE: . ${join(config, 'powershell', 'securescan.ps1')}`,
      };
    default:
      return shell satisfies never;
  }
}
