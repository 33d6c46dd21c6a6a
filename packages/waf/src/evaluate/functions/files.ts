import { EvaluationError } from '../evaluation-error.ts';
import { bool, map, string, unknown, type Value } from '../values.ts';
import { toBase64 } from './base64.ts';
import { type FunctionContext, type FunctionTable, mapOf, onText, takes, takesParts, textOf } from './function.ts';
import { hashes } from './hash.ts';

/** Files outside the tree are not read: their text is unknown. */
function withFile(path: Value | undefined, context: FunctionContext, use: (text: string) => Value): Value {
  const name = textOf(path);
  const text = context.readFile(name);
  return text === null ? unknown(`the file ${name} is not part of what is read`) : use(text);
}

function onFile(run: (text: string) => string) {
  return takes(1, 1, ([path], context) => withFile(path, context, (text) => string(run(text))));
}

export const fileFunctions: FunctionTable = {
  file: onFile((text) => text),
  filebase64: onFile((text) => toBase64(new TextEncoder().encode(text))),
  ...Object.fromEntries(
    Object.entries(hashes).map(([name, run]) => [
      name.startsWith('base64') ? `filebase64${name.slice(6)}` : `file${name}`,
      onFile(run),
    ]),
  ),
  fileexists: takes(1, 1, ([path], context) => withFile(path, context, () => bool(true))),
  templatefile: takesParts(2, 2, ([path, variables], context) =>
    withFile(path, context, (text) => context.renderTemplate(text, textOf(path), mapOf(variables))),
  ),
  templatestring: takesParts(2, 2, ([text, variables], context) =>
    context.renderTemplate(textOf(text), 'template', variables === undefined ? map(new Map()) : mapOf(variables)),
  ),
  basename: onText((path) => path.split('/').findLast((part) => part !== '') ?? ''),
  dirname: onText((path) => {
    const at = path.lastIndexOf('/');
    if (at === -1) return '.';
    return at === 0 ? '/' : path.slice(0, at);
  }),
  pathexpand: onText((path) => {
    if (path.startsWith('~')) throw new EvaluationError('The home directory is not known here.');
    return path;
  }),
};
