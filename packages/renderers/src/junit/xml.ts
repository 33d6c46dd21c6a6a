import { toVisibleText } from '../visible.ts';

/** Text content: XML 1.0 characters only, markup escaped. */
function xmlText(text: string): string {
  return toVisibleText(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A quoted attribute value; line ends and tabs are references, so that parsers do not turn them into blanks. */
function xmlAttribute(text: string): string {
  const escaped = xmlText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
  return `"${escaped}"`;
}

/** An element; null and undefined attributes are left out, no children make an empty element. */
export function xmlElement(
  name: string,
  attributes: Readonly<Record<string, string | number | null>>,
  children: readonly string[] = [],
  indent = '',
): string {
  const pairs = Object.entries(attributes).flatMap(([key, value]) =>
    value === null ? [] : [` ${key}=${xmlAttribute(String(value))}`],
  );
  const open = `${indent}<${name}${pairs.join('')}`;
  return children.length === 0 ? `${open}/>` : `${open}>\n${children.join('\n')}\n${indent}</${name}>`;
}

/** An element that holds text only. */
export function xmlTextElement(
  name: string,
  attributes: Readonly<Record<string, string>>,
  text: string,
  indent: string,
): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}=${xmlAttribute(value)}`);
  return `${indent}<${name}${pairs.join('')}>${xmlText(text)}</${name}>`;
}
