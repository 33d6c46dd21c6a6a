import type { ConfigurationFile } from '../../evaluate/configuration-tree.ts';
import type { Diagnostic } from '../../hcl/diagnostic.ts';
import { createSource } from '../../hcl/source-text.ts';
import { Span } from '../../hcl/span.ts';

/** Characters that no text holds, with what they tell. */
const STRANGE: readonly (readonly [character: string, message: string])[] = [
  ['\uFFFD', 'Bytes that are no UTF-8 text stand here, or were replaced on the way; what follows may be read wrongly.'],
  ['\u0000', 'The character U+0000 stands here; no text holds it.'],
];

/** Warns of the first place of each kind at which a file is no proper text. */
export function checkText({ path, text }: ConfigurationFile): readonly Diagnostic[] {
  return STRANGE.flatMap(([character, message]) => {
    const at = text.indexOf(character);
    return at === -1 ? [] : [{ severity: 'warning', message, span: new Span(createSource(path, text), at, at + 1) }];
  });
}
