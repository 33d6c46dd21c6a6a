import { scannerList } from '@securescan/scanners';
import { listedOptions } from '../command/help.ts';
import { COMMAND_GROUPS, COMMANDS, membersOf } from '../command/registry.ts';
import type { ArgumentSpec, CommandSpec, OptionSpec } from '../command/spec.ts';

export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof SHELLS)[number];

/** Completion script of a shell; everything in it comes from the tables of commands and options. */
export function renderCompletion(shell: Shell): string {
  return RENDERERS[shell]();
}

const RENDERERS: Readonly<Record<Shell, () => string>> = {
  bash: renderBash,
  zsh: renderZsh,
  fish: renderFish,
  powershell: renderPowerShell,
};

const FIRST_WORDS = [...new Set(COMMANDS.map(({ name }) => name.split(' ')[0] ?? name))];
const SHELL_WORDS = SHELLS.join(' ');
const SCANNER_WORDS = scannerList.map(({ id }) => id);
const TOOL_WORDS = [...new Set(scannerList.flatMap(({ tool, optionalTool }) => (tool ?? optionalTool)?.command ?? []))];

/** Groups whose names have so many words. */
function groupsOf(words: number): readonly string[] {
  return COMMAND_GROUPS.flatMap(({ name }) => (name.split(' ').length === words ? [name] : []));
}

function optionWords(spec: CommandSpec): string {
  return [
    ...listedOptions(spec).flatMap(({ name, short }) => [`--${name}`, ...(short ? [`-${short}`] : [])]),
    '--help',
  ].join(' ');
}

/** Words an option's value is one of; undefined when it can be anything. */
function choicesOf(option: OptionSpec): readonly string[] | undefined {
  return option.completes === 'scanner' ? SCANNER_WORDS : option.choices;
}

function wordsOfArgument(argument: ArgumentSpec): string | undefined {
  if (argument.completes === 'tool') return TOOL_WORDS.join(' ');
  return argument.completes === 'shell' ? SHELL_WORDS : undefined;
}

/** A `case` that answers with candidates for the value of an option, or leaves file names to the shell. */
function renderBash(): string {
  const values = COMMANDS.flatMap((spec) =>
    listedOptions(spec)
      .filter(({ value }) => value !== undefined)
      .map((option) => {
        const patterns = [
          `"${spec.name} --${option.name}"`,
          ...(option.short ? [`"${spec.name} -${option.short}"`] : []),
        ];
        const words = choicesOf(option);
        const files = option.completes === undefined ? 'COMPREPLY=()' : '_securescan_files';
        return `    ${patterns.join('|')}) ${words === undefined ? files : `_securescan_words "${words.join(' ')}"`}; return ;;`;
      }),
  );
  const options = COMMANDS.map((spec) => {
    const argument = spec.arguments[0] === undefined ? undefined : wordsOfArgument(spec.arguments[0]);
    const otherwise = argument === undefined ? '_securescan_files' : `_securescan_words "${argument}"`;
    return `    "${spec.name}") if [[ $cur == -* ]]; then _securescan_words "${optionWords(spec)}"; else ${otherwise}; fi ;;`;
  });
  const groups = COMMAND_GROUPS.map(({ name }) => `    "${name}") _securescan_words "${membersOf(name).join(' ')}" ;;`);
  return `# bash completion of securescan; load it with: source <(securescan completion bash)
_securescan_words() {
  # What stands before the last comma of a list stays as it is.
  [[ $cur == *,* ]] && head=$head\${cur%,*},
  COMPREPLY=($(compgen -P "$head" -W "$1" -- "\${cur##*,}"))
}
_securescan_files() { compopt -o filenames 2>/dev/null; COMPREPLY=(); local IFS=$'\\n'; COMPREPLY=($(compgen -f -- "$cur")); }
_securescan() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]} head=
  # --option=value is three words for bash and one for zsh.
  if [[ $cur == = ]]; then cur=
  elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}
  elif [[ $cur == --*=* ]]; then prev=\${cur%%=*}; head=$prev=; cur=\${cur#*=}
  fi
  if ((COMP_CWORD == 1)); then
    _securescan_words "${FIRST_WORDS.join(' ')} --help --version --install-completion --show-completion"
    return
  fi
  case "$command" in
    ${groupsOf(1).join('|')}) if ((COMP_CWORD > 2)); then command="$command \${COMP_WORDS[2]}"; fi ;;
  esac
  case "$command" in
    ${groupsOf(2)
      .map((name) => `"${name}"`)
      .join('|')}) if ((COMP_CWORD > 3)); then command="$command \${COMP_WORDS[3]}"; fi ;;
  esac
  case "$command $prev" in
${values.join('\n')}
  esac
  case "$command" in
${[...groups, ...options].join('\n')}
  esac
}
complete -F _securescan securescan
`;
}

function renderZsh(): string {
  return `#compdef securescan
# zsh completion of securescan; load it with: source <(securescan completion zsh)
autoload -U +X bashcompinit && bashcompinit
${renderBash()}`;
}

function quoteFish(text: string): string {
  return `'${text.replaceAll('\\', String.raw`\\`).replaceAll("'", String.raw`\'`)}'`;
}

function renderFish(): string {
  const lines = [
    '# fish completion of securescan; load it with: securescan completion fish | source',
    'complete -c securescan -f',
    `complete -c securescan -n __fish_use_subcommand -a ${quoteFish(FIRST_WORDS.join(' '))}`,
    'complete -c securescan -n __fish_use_subcommand -l help -s h -d "Show help"',
    'complete -c securescan -n __fish_use_subcommand -l version -s V -d "Show the version"',
  ];
  for (const { name } of COMMAND_GROUPS) {
    const members = membersOf(name).join(' ');
    const seen = name.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`);
    lines.push(
      `complete -c securescan -n ${quoteFish(`${seen.join('; and ')}; and not __fish_seen_subcommand_from ${members}`)} -a ${quoteFish(members)}`,
    );
  }
  for (const spec of COMMANDS) {
    const condition = quoteFish(
      spec.name
        .split(' ')
        .map((word) => `__fish_seen_subcommand_from ${word}`)
        .join('; and '),
    );
    const argument = spec.arguments[0];
    if (argument !== undefined) {
      const words = wordsOfArgument(argument);
      lines.push(`complete -c securescan -n ${condition} ${words === undefined ? '-F' : `-a ${quoteFish(words)}`}`);
    }
    for (const option of listedOptions(spec)) {
      const short = option.short === undefined ? '' : ` -s ${option.short}`;
      const value = option.value === undefined ? '' : ' -r';
      const choices = choicesOf(option);
      const words = choices === undefined ? '' : ` -a ${quoteFish(choices.join(' '))}`;
      const files = option.completes === undefined || choices !== undefined ? '' : ' -F';
      lines.push(
        `complete -c securescan -n ${condition} -l ${option.name}${short}${value}${words}${files} -d ${quoteFish(option.description)}`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

function quotePowerShell(words: readonly string[]): string {
  return words.map((word) => `'${word.replaceAll("'", "''")}'`).join(', ');
}

function renderPowerShell(): string {
  const table = COMMANDS.map((spec) => `    '${spec.name}' = @(${quotePowerShell(optionWords(spec).split(' '))})`);
  const choices = COMMANDS.flatMap((spec) =>
    listedOptions(spec)
      .filter((option) => choicesOf(option) !== undefined)
      .map((option) => `    '${spec.name} --${option.name}' = @(${quotePowerShell(choicesOf(option) ?? [])})`),
  );
  return `# PowerShell completion of securescan; load it with: securescan completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName securescan -ScriptBlock {
  param($word, $ast, $position)
  $commands = @(${quotePowerShell(FIRST_WORDS)})
  $options = @{
${table.join('\n')}
  }
  $choices = @{
${choices.join('\n')}
  }
  $words = @($ast.CommandElements | ForEach-Object { $_.ToString() } | Where-Object { $_ -ne $word } | Select-Object -Skip 1)
  $plain = @($words | Where-Object { -not $_.StartsWith('-') })
  $command = ($options.Keys | Where-Object { "$($plain -join ' ') ".StartsWith("$_ ") } | Select-Object -First 1)
  $previous = if ($words.Count) { $words[-1] } else { '' }
  $candidates = if (-not $command) { $commands } elseif ($choices["$command $previous"]) { $choices["$command $previous"] } else { $options[$command] }
  $candidates | Where-Object { $_.StartsWith($word) } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
}
`;
}
