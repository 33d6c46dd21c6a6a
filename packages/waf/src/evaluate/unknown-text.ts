import { parseHcl } from '../hcl/parse-hcl.ts';
import type { UnknownValue } from './values.ts';

/**
 * An unknown value as the text that stands for it: `${…}` around its expression, and for a text with interpolations what
 * stands between its quotes, or the body of a heredoc.
 */
export function unknownText({ span }: UnknownValue): string {
  const source = span?.text.trim() ?? '';
  if (/^(?:"|<<)/.test(source)) {
    const [attribute] = parseHcl(`x = ${source}\n`, '').body.attributes;
    if (attribute?.value.kind === 'template' && attribute.value.span.text.trim() === source) {
      return attribute.value.parts.map((part) => (part.kind === 'text' ? part.value : part.span.text)).join('');
    }
  }
  return `\${${source}}`;
}
