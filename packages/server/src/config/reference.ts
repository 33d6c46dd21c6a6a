import type { Setting } from './setting.ts';
import { RETIRED, settings } from './settings.ts';

/** The reference page of all settings, made from the table. */
export function renderConfigReference(): string {
  const all = Object.values<Setting>(settings);
  return `<!-- Made by \`npm run gen\` from packages/server/src/config/settings.ts; do not edit. -->

# Server configuration

\`securescan serve\` reads these variables once, at start. A flag wins over the variable, the variable over the same name in
\`$XDG_CONFIG_HOME/securescan/.env\` (else \`~/.config/securescan/.env\`). A blank value counts as not set. All problems are told
together, and the server then ends with exit code 2.

A secret (🔒) may come from a file instead: \`$CREDENTIALS_DIRECTORY/<name>\` (systemd \`LoadCredential=\`), or the file that
\`<NAME>_FILE\` names. One place only; one newline at the end is cut; a file that everybody can read is refused. Variables that hold
secrets leave the process's environment once they are read.

| variable | default | effect |
| --- | --- | --- |
${all.map(renderRow).join('\n')}

## Variables without effect

| variable | why |
| --- | --- |
${Object.entries(RETIRED)
  .map(([name, reason]) => `| \`${name}\` | ${reason} |`)
  .join('\n')}
`;
}

function renderRow(setting: Setting): string {
  const [first, ...others] = setting.names;
  const also = [...others.map((name) => `\`${name}\``), ...(setting.flag === undefined ? [] : [`\`${setting.flag}\``])];
  const name = `${setting.isSecret ? '🔒 ' : ''}\`${first}\`${also.length > 0 ? ` (also ${also.join(', ')})` : ''}`;
  const unit = setting.unit === undefined ? '' : ` ${UNITS[setting.unit]}`;
  return `| ${name} | ${setting.default}${/^\d+$/.test(setting.default) ? unit : ''} | ${setting.doc}${renderRange(setting)}${setting.anyCase ? '; its name is read in any case' : ''} |`;
}

const UNITS = { s: 's', bytes: 'bytes', days: 'days', '1/min': 'per minute' } as const;

function renderRange({ choices, min, max }: Setting): string {
  if (choices) return `; ${choices.map((choice) => `\`${choice}\``).join(', ')}`;
  return min === undefined || max === undefined ? '' : `; ${min} to ${max}`;
}
