import { join } from 'node:path';
import type { ConfigProblem } from './problems.ts';
import type { SecretFile } from './secret-file.ts';
import type { Setting } from './setting.ts';

/** Where settings may stand. A name in the environment wins over the same name in the `.env` file. */
export interface ConfigSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `.env` file, when there is one. */
  readonly dotEnv: { readonly path: string; readonly values: Readonly<Record<string, string>> } | null;
  /** Values of flags by their spelling: `--host`. */
  readonly flags: Readonly<Record<string, string | undefined>>;
  readonly readSecretFile: (path: string) => Promise<SecretFile>;
}

/** One text of a setting. */
export interface GivenText {
  readonly text: string;
  /** As it was spelled. */
  readonly name: string;
  readonly source: string;
  /** It came from a file made to hold it. */
  readonly isFromFile: boolean;
}

export interface CollectedTexts {
  /** Every text of the setting, the one that counts first. */
  readonly given: readonly GivenText[];
  readonly problems: readonly ConfigProblem[];
  readonly notes: readonly string[];
}

/** Every variable by name, with its source. */
interface Variable {
  readonly text: string;
  readonly source: string;
}

/** Looks up settings in all their places. */
export function createTextCollector(sources: ConfigSources): (setting: Setting) => Promise<CollectedTexts> {
  const exact = new Map<string, Variable>();
  for (const [name, text] of Object.entries(sources.dotEnv?.values ?? {})) {
    exact.set(name, { text, source: sources.dotEnv?.path ?? '.env' });
  }
  for (const [name, text] of Object.entries(sources.env)) {
    if (text !== undefined && text.trim() !== '') exact.set(name, { text, source: 'environment' });
    // An empty variable takes the file's away: that is how a shell unsets it for one command.
    else if (text !== undefined) exact.delete(name);
  }
  const anyCase = new Map([...exact].map(([name, variable]) => [name.toUpperCase(), { name, ...variable }]));
  const credentials = exact.get('CREDENTIALS_DIRECTORY')?.text;

  const find = (name: string, setting: Setting): (Variable & { readonly name: string }) | undefined => {
    const variable = setting.anyCase ? anyCase.get(name) : exact.has(name) && { name, ...exact.get(name) };
    if (!variable || variable.text === undefined || variable.text.trim() === '') return undefined;
    return { name: variable.name, text: variable.text, source: variable.source ?? '' };
  };

  return async (setting) => {
    const given: GivenText[] = [];
    const problems: ConfigProblem[] = [];
    const notes: string[] = [];
    const flag = setting.flag === undefined ? undefined : sources.flags[setting.flag];
    if (flag !== undefined && setting.flag !== undefined) {
      given.push({ text: flag, name: setting.flag, source: 'command line', isFromFile: false });
    }
    for (const name of setting.names) {
      const places: GivenText[] = [];
      const plain = find(name, setting);
      if (setting.isSecret) {
        const fromFile = find(`${name}_FILE`, setting);
        const paths = [
          ...(credentials === undefined
            ? []
            : [
                { path: join(credentials, name.toLowerCase()), setting: name, isOptional: true },
                { path: join(credentials, name), setting: name, isOptional: true },
              ]),
          ...(fromFile ? [{ path: fromFile.text.trim(), setting: fromFile.name, isOptional: false }] : []),
        ];
        for (const { path, setting: spelled, isOptional } of paths) {
          const file = await sources.readSecretFile(path);
          if (file.kind === 'read') {
            if (file.isGroupReadable) notes.push(`${path} can be read by its group; run: chmod g-rwx ${path}`);
            if (file.text.trim() !== '')
              places.push({ text: file.text, name: spelled, source: path, isFromFile: true });
          } else if (file.kind === 'refused') problems.push({ setting: spelled, source: path, message: file.reason });
          else if (!isOptional) problems.push({ setting: spelled, source: path, message: 'there is no such file' });
        }
      }
      if (plain) places.push({ ...plain, isFromFile: false });
      if (places.length > 1) {
        problems.push({
          setting: name,
          source: places.map(({ source }) => source).join(' and '),
          message: 'is given twice; keep one of them',
        });
      }
      given.push(...places);
    }
    return { given, problems, notes };
  };
}
