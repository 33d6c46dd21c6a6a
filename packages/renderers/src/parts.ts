/**
 * What reports of every kind are made of: making texts harmless for each format, widths, the style of pages. Loads no schema
 * library and no renderer.
 */
export { csvCell } from './csv/cell.ts';
export { cutMiddle, cutToWidth, displayWidth, padToWidth, wrapToWidth } from './display-width.ts';
export { xmlElement, xmlTextElement } from './junit/xml.ts';
export { codeSpan, escapeMarkdown } from './markdown.ts';
export { nestedJson, nestedList } from './nested-json.ts';
export { encodePath } from './percent-encode.ts';
export { html, trusted, type Html } from './report-html/html.ts';
export { renderShell } from './report-html/shell.ts';
export { STYLE } from './report-html/style.ts';
export { SEVERITY_IN_SARIF } from './sarif/severity.ts';
export { messageText } from './sarif/text.ts';
export { RESET, SEVERITY_COLOURS } from './text/colours.ts';
export { toVisibleLine, toVisibleText } from './visible.ts';
export { collapseWhitespace } from './whitespace.ts';
