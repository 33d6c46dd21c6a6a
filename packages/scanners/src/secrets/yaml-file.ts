import type { NamedValue, SecretAssignment } from './assignment.ts';
import { toAssignment } from './assignment.ts';
import { kubernetesEnvRule, yamlSettingRule, yamlVariableRule } from './assignment-rules.ts';
import { readSecretManifest } from './kubernetes-secret.ts';
import type { Line } from './yaml-lines.ts';
import { readEntry, readLines, readScalar, splitDocuments } from './yaml-lines.ts';

/** Without one of these nothing of a file can be reported, so its lines need not be read. */
const PREFILTER = /pass|pwd|_pw|secret|token|credential|key/i;
/** `- NAME=value` and `- "NAME=value"`, as Compose lists environments. */
const ITEM = /^[ \t]{0,200}-[ \t]{1,20}(["']?)([A-Z_][A-Z0-9_]{0,120})=(\S.*)$/;
/** `- { name: X, value: y }`. */
const FLOW =
  /^[ \t]{0,200}-[ \t]{1,20}\{[ \t]{0,9}name:[ \t]{1,9}["']?([\w.-]{1,120})["']?[ \t]{0,9},[ \t]{0,9}value:[ \t]{1,9}(\S.*?)[ \t]{0,9}\}$/;
const VARIABLE = /^[A-Z_][A-Z0-9_]*$/;
/** `my-tls-secret-2`: the name of an object. */
const OBJECT_NAME = /^[a-z][a-z0-9]*(?:[-.][a-z0-9]+)+$/;
const MIN_SETTING = 8;

/** Secrets of a YAML file: environments of services and containers, Secret manifests, settings. */
export function findYamlSecrets(text: string): readonly SecretAssignment[] {
  if (!PREFILTER.test(text)) return [];
  return splitDocuments(readLines(text)).flatMap((document) => {
    const { found, rest } = readSecretManifest(text, document);
    return [...found, ...rest.flatMap((line, index) => findInLine(text, line, rest[index + 1]))];
  });
}

function findInLine(text: string, line: Line, next: Line | undefined): readonly SecretAssignment[] {
  return findInFlow(text, line) ?? findInItem(text, line) ?? findInEntry(text, line, next);
}

function findInFlow(text: string, line: Line): readonly SecretAssignment[] | null {
  const match = FLOW.exec(line.text);
  if (match === null) return null;
  const [, variable = '', raw = ''] = match;
  const scalar = readScalar(raw, line.start + line.text.lastIndexOf(raw));
  return toAssignment(kubernetesEnvRule, text, { variable, ...scalar });
}

function findInItem(text: string, line: Line): readonly SecretAssignment[] | null {
  const match = ITEM.exec(line.text);
  if (match === null) return null;
  const [, quote = '', variable = '', raw = ''] = match;
  const start = line.start + line.text.length - raw.length;
  const value = quote === '' ? readScalar(raw, start).value : raw.slice(0, Math.max(0, raw.lastIndexOf(quote)));
  return toAssignment(yamlVariableRule, text, { variable, value, quoted: false, start, end: start + value.length });
}

function findInEntry(text: string, line: Line, next: Line | undefined): readonly SecretAssignment[] {
  const entry = readEntry(line);
  if (entry === null) return [];
  if (entry.variable === 'name' || entry.variable === 'value') return findPair(text, entry, next);
  if (VARIABLE.test(entry.variable)) return toAssignment(yamlVariableRule, text, entry);
  return findSetting(text, entry);
}

/** `name` and `value` on two lines that follow each other, in either order, the second without a dash of its own. */
function findPair(text: string, first: NamedValue, next: Line | undefined): readonly SecretAssignment[] {
  const second = next === undefined || /^[ \t]*-/.test(next.text) ? null : readEntry(next);
  if (second === null) return [];
  if (first.variable === 'name' && second.variable === 'value') {
    return toAssignment(kubernetesEnvRule, text, { ...second, variable: first.value });
  }
  if (first.variable === 'value' && second.variable === 'name') {
    return toAssignment(kubernetesEnvRule, text, { ...first, variable: second.value });
  }
  return [];
}

/** A setting in any case. Schemas and translations have such keys too, so the value must mix letters and digits. */
function findSetting(text: string, entry: NamedValue): readonly SecretAssignment[] {
  const { value } = entry;
  const isMixed = value.length >= MIN_SETTING && /\d/.test(value) && /[A-Za-z]/.test(value);
  return isMixed && !OBJECT_NAME.test(value) ? toAssignment(yamlSettingRule, text, entry) : [];
}
