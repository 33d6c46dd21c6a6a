import { type Licence, parseLicence } from './parse-licence.ts';

/** Whether every part was recognised without doubt. */
function isExact(licence: Licence): boolean {
  return licence.kind === 'licence' ? licence.exact : isExact(licence.left) && isExact(licence.right);
}

/** Writes a licence as an SPDX expression; `OR` inside `AND` gets parentheses. */
export function toExpression(licence: Licence): string {
  if (licence.kind === 'licence') {
    const plus = licence.orLater ? '+' : '';
    return `${licence.id}${plus}${licence.exception === null ? '' : ` WITH ${licence.exception}`}`;
  }
  const write = (part: Licence) =>
    licence.kind === 'and' && part.kind === 'or' ? `(${toExpression(part)})` : toExpression(part);
  return `${write(licence.left)} ${licence.kind.toUpperCase()} ${write(licence.right)}`;
}

/** The SPDX expression of a text that says one without doubt; null otherwise. */
export function findExpression(text: string): string | null {
  const licence = parseLicence(text);
  return licence !== null && isExact(licence) ? toExpression(licence) : null;
}
