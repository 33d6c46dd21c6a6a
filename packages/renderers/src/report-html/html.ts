import { toVisibleText } from '../visible.ts';

/** A piece of HTML that is safe to put into a page. */
export interface Html {
  readonly html: string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

type Value = string | number | Html | null | readonly (Html | null)[];

function toHtml(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') {
    return toVisibleText(value).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
  }
  return 'html' in value ? value.html : value.map(toHtml).join('\n');
}

/** Template tag that escapes every value which is not HTML already; the only way to make HTML here. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { html: strings.reduce((page, text, index) => page + toHtml(values[index - 1] ?? null) + text) };
}

/** Marks text of ours (a style sheet, a drawing) as HTML. Never for data. */
export function trusted(text: string): Html {
  return { html: text };
}
