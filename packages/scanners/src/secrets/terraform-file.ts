import type { SecretAssignment } from './assignment.ts';
import { promisesSecret, toAssignment } from './assignment.ts';
import { terraformRule } from './assignment-rules.ts';

const VARIABLE = /\bvariable[ \t]{1,8}"?([\w-]{1,120})"?[ \t]{0,8}\{/g;
const DEFAULT = /(?:^|[\s{])default[ \t]{0,40}=[ \t]{0,40}"([^"\n]{1,4000})"/;
/** Far enough for a description and a validation before the default. */
const MAX_BLOCK = 4000;
const ATTRIBUTE = /^[ \t]{0,80}"?([A-Za-z_][\w-]{0,120})"?[ \t]{0,60}[=:][ \t]{0,60}"([^"\n]{1,4000})"/gm;

/** Secrets of a Terraform file: defaults of variables, attributes of resources, values of tfvars files. */
export function findTerraformSecrets(text: string): readonly SecretAssignment[] {
  return [...findDefaults(text), ...findAttributes(text)].toSorted((a, b) => a.start - b.start);
}

function findDefaults(text: string): readonly SecretAssignment[] {
  return [...text.matchAll(VARIABLE)].flatMap((match) => {
    const [head, variable = ''] = match;
    if (!promisesSecret(variable)) return [];
    const from = match.index + head.length;
    const block = text.slice(from, from + MAX_BLOCK);
    // The block ends where a line begins with its brace, or where the next one opens.
    const end = block.search(/^(?:\}|variable\b)/m);
    const found = DEFAULT.exec(end === -1 ? block : block.slice(0, end));
    if (found === null) return [];
    const [whole, value = ''] = found;
    const start = from + found.index + whole.length - 1 - value.length;
    return toAssignment(terraformRule, text, { variable, value, quoted: true, start, end: start + value.length });
  });
}

function findAttributes(text: string): readonly SecretAssignment[] {
  return [...text.matchAll(ATTRIBUTE)].flatMap((match) => {
    const [whole, variable = '', value = ''] = match;
    const start = match.index + whole.length - 1 - value.length;
    return toAssignment(terraformRule, text, { variable, value, quoted: true, start, end: start + value.length });
  });
}
